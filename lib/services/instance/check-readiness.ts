import { globalSingleton, replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { type Database, database } from "#lib/db/database.ts";
import { originalMessage } from "#lib/db/errors.ts";
import { logger } from "#lib/observability/logger.ts";

/** The last result, shared by all checks within the next seconds. */
type Probe = { of: Database; at: number; outcome: Promise<void> };

const FRESH_MS = 5_000;
const PROBE = "write probe";
const FAULT = "readiness fault";

/**
 * Whether reads and writes work: "silent" if the database does not answer, "unwritable" if it
 * cannot be written. Tries a write at most every 5 seconds. Never throws.
 */
export async function checkReadiness(): Promise<"ok" | "silent" | "unwritable"> {
  const { state, error } = await look();
  const before = globalSingleton<unknown>(FAULT, () => "ok");
  replaceGlobalSingleton(FAULT, state);
  if (state !== before && state === "ok") logger().info("ready again: the database can be written");
  if (state !== before && state !== "ok") {
    logger().warn({ reason: originalMessage(error) }, `not ready: the database is ${state}`);
  }
  return state;
}

async function look(): Promise<{ state: "ok" | "silent" | "unwritable"; error?: unknown }> {
  try {
    await database().ping();
  } catch (error) {
    return { state: "silent", error };
  }
  return probe().then(
    () => ({ state: "ok" }),
    (error: unknown) => ({ state: "unwritable", error }),
  );
}

function probe(): Promise<void> {
  const of = database();
  const last = globalSingleton<Probe | undefined>(PROBE, () => undefined);
  if (last?.of === of && performance.now() - last.at < FRESH_MS) return last.outcome;
  const next: Probe = { of, at: Number.POSITIVE_INFINITY, outcome: of.probe() };
  const ended = () => {
    next.at = performance.now();
  };
  next.outcome.then(ended, ended);
  replaceGlobalSingleton(PROBE, next);
  return next.outcome;
}
