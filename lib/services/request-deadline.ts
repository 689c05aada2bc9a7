import { PATIENCE_MS } from "#lib/crypto/lanes.ts";
import type { Origin } from "./context.ts";

type Wait = { begun: number; patienceMs: number };

const waits = new WeakMap<Origin, Wait>();

/**
 * Until when a request may wait for its turns, as `performance.now()` counts: so long from the
 * first time it waits, however many turns it takes. What needs more patience gives it to all.
 */
export function deadlineOf(origin: Origin, patienceMs: number = PATIENCE_MS): number {
  const wait = waits.get(origin) ?? { begun: performance.now(), patienceMs };
  wait.patienceMs = Math.max(wait.patienceMs, patienceMs);
  waits.set(origin, wait);
  return wait.begun + wait.patienceMs;
}
