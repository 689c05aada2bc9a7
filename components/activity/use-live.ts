import { useSyncExternalStore } from "react";

const KEY = "roost.activity.live";
const OFF = "off";

const listeners = new Set<() => void>();
/** Where the browser keeps nothing for us, the choice lasts as long as the page. */
let chosen: string | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function isLive(): boolean {
  try {
    return localStorage.getItem(KEY) !== OFF;
  } catch {
    return chosen !== OFF;
  }
}

function setLive(live: boolean): void {
  chosen = live ? "on" : OFF;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {}
  for (const listener of listeners) listener();
}

/** Whether new events are looked for: the reader's choice in this browser, on until they make one. */
export function useLive(): [live: boolean, setLive: (live: boolean) => void] {
  return [useSyncExternalStore(subscribe, isLive, () => true), setLive];
}
