import type { healthOperations } from "#lib/contract/operations/health.ts";
import { Problem } from "#lib/contract/problem.ts";
import { connection } from "#lib/netbird/connection.ts";
import { checkReadiness } from "#lib/services/instance/check-readiness.ts";
import { isNetBirdUp } from "#lib/services/netbird/broker.ts";
import type { Handlers } from "../handler.ts";

const FAULTS = {
  silent: "the database does not answer",
  unwritable: "the database cannot be written",
};

async function readiness() {
  const database = await checkReadiness();
  if (database !== "ok") throw new Problem("unavailable", FAULTS[database]);
  const netbird = connection() && (isNetBirdUp() ? ("up" as const) : ("down" as const));
  return { status: "ok" as const, database, ...(netbird && { netbird }) };
}

export const healthHandlers: Handlers<keyof typeof healthOperations> = {
  "health.live": { run: async () => ({ status: "ok" }) },
  "health.ready": { run: readiness },
  "health.summary": { run: readiness },
};
