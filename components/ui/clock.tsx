"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { CLOCK_AGE, SERVER_TIME_FORMAT, type TimeFormat } from "./time-text.ts";
import { useHydrated } from "./use-hydrated.ts";

const RenderedAt = createContext(0);

/**
 * Gives the first rendering in the browser the server's time, so that both render the same text.
 */
export function ClockProvider({
  renderedAt,
  children,
}: {
  renderedAt: number;
  children: ReactNode;
}) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

let tick = 0;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, CLOCK_AGE);
  return () => clearInterval(timer);
}

/** Constant for a while, as a snapshot must be. */
function currentTick(): number {
  const now = Date.now();
  if (now - tick >= CLOCK_AGE) tick = now;
  return tick;
}

/** The current time in milliseconds, at most 15 seconds old. */
export function useNow(): number {
  const renderedAt = useContext(RenderedAt);
  return useSyncExternalStore(subscribe, currentTick, () => renderedAt);
}

const BROWSER_TIME_FORMAT: TimeFormat = { locale: undefined, timeZone: undefined };

/** The user's language and time zone once known; until then the server's defaults. */
export function useTimeFormat(): TimeFormat {
  return useHydrated() ? BROWSER_TIME_FORMAT : SERVER_TIME_FORMAT;
}
