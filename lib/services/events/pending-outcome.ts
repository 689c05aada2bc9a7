import { MINUTE_MS } from "#lib/contract/durations.ts";

/** A change at NetBird that began earlier can't be running: its process was killed. */
const RUNNING_MAX_MS = 2 * MINUTE_MS;

/** An event's metadata as it is shown: what was never completed has an unknown outcome. */
export function withOutcome(
  meta: Record<string, string>,
  begunAt: Date,
  now: number = Date.now(),
): Record<string, string> {
  const isOver = meta.outcome === "pending" && now - begunAt.getTime() > RUNNING_MAX_MS;
  return isOver ? { ...meta, outcome: "unknown" } : meta;
}
