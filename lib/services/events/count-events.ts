import type { ActivityCode } from "#lib/contract/activities.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";

/** Counts the audit events of these kinds since a time, each kind by itself. */
export async function countEvents<Code extends ActivityCode>(
  actor: Actor,
  codes: readonly Code[],
  since: Date,
): Promise<Record<Code, number>> {
  assertCanBegin(actor, "events.list");
  const { accountId } = actor;
  const { auditEvent } = database().read;
  const counts = await Promise.all(
    codes.map(async (activityCode) => {
      const where = { accountId, activityCode, timestamp: { gte: since } };
      return [activityCode, await auditEvent.count({ where })] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<Code, number>;
}
