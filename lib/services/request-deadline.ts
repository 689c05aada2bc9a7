import { PATIENCE_MS } from "#lib/crypto/lanes.ts";
import type { Origin } from "./context.ts";

type Wait = { begun: number; patienceMs: number };

const waits = new WeakMap<Origin, Wait>();

/**
 * The deadline of all waits of a request, in the time of `performance.now()`: a fixed time from
 * its first wait, for any number of waits. An operation that needs more extends it for all.
 */
export function deadlineOf(origin: Origin, patienceMs: number = PATIENCE_MS): number {
  const wait = waits.get(origin) ?? { begun: performance.now(), patienceMs };
  wait.patienceMs = Math.max(wait.patienceMs, patienceMs);
  waits.set(origin, wait);
  return wait.begun + wait.patienceMs;
}
