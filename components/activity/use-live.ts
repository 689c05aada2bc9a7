import { useSyncExternalStore } from "react";

const KEY = "roost.activity.live";
const OFF = "off";

const listeners = new Set<() => void>();
/** Without browser storage the choice lasts as long as the page. */
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

/** Whether live updates are on: the choice in this browser, initially on. */
export function useLive(): [live: boolean, setLive: (live: boolean) => void] {
  return [useSyncExternalStore(subscribe, isLive, () => true), setLive];
}
