import type { healthOperations } from "#lib/contract/operations/health.ts";
import { Problem } from "#lib/contract/problem.ts";
import { checkReadiness } from "#lib/services/instance/check-readiness.ts";
import type { Handlers } from "../handler.ts";

const FAULTS = {
  silent: "the database does not answer",
  unwritable: "the database cannot be written",
};

async function readiness() {
  const database = await checkReadiness();
  if (database !== "ok") throw new Problem("unavailable", FAULTS[database]);
  return { status: "ok" as const, database };
}

export const healthHandlers: Handlers<keyof typeof healthOperations> = {
  "health.live": { run: async () => ({ status: "ok" }) },
  "health.ready": { run: readiness },
  "health.summary": { run: readiness },
};
