import type { healthOperations } from "#lib/contract/operations/health.ts";
import { Problem } from "#lib/contract/problem.ts";
import { checkReadiness } from "#lib/services/instance/check-readiness.ts";
import type { Handlers } from "../handler.ts";

async function readiness() {
  const { database } = await checkReadiness();
  if (database === "failing") throw new Problem("unavailable", "the database does not answer");
  return { status: "ok" as const, database };
}

export const healthHandlers: Handlers<keyof typeof healthOperations> = {
  "health.live": { run: async () => ({ status: "ok" }) },
  "health.ready": { run: readiness },
  "health.summary": { run: readiness },
};
