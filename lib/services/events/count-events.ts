import type { ActivityCode } from "#lib/contract/activities.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";

/** Counts the audit events of a kind since a time. */
export function countEvents(
  actor: Actor,
  activityCode: ActivityCode,
  since: Date,
): Promise<number> {
  assertCanBegin(actor, "events.list");
  const { accountId } = actor;
  return database().read.auditEvent.count({
    where: { accountId, activityCode, timestamp: { gte: since } },
  });
}
