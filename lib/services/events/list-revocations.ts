import { DAY_MS } from "#lib/contract/durations.ts";
import type { RevocationView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { hideIndex } from "../query-planning.ts";

const DAYS = 30;
const SHOWN = 5;

/**
 * The latest revocations of a user's access tokens in the last 30 days, newest first, except
 * those by the user or the reader. Readers without events.read get only those of their own tokens.
 */
export async function listRevocations(actor: Actor, userId: string): Promise<RevocationView[]> {
  assertCanBegin(actor, "tokens.revocations", userId);
  const rows = await database().read.auditEvent.findMany({
    where: {
      accountId: actor.accountId,
      targetId: userId,
      timestamp: { gte: new Date(Date.now() - DAYS * DAY_MS) },
      // Scans the events of 30 days about one user, never all revocations.
      ...hideIndex({ activityCode: "personal.access.token.delete" }),
      initiatorId: { notIn: [userId, actor.userId] },
    },
    select: { id: true, timestamp: true, initiatorName: true, meta: true },
    orderBy: [{ timestamp: "desc" }, { id: "desc" }],
    take: SHOWN,
  });
  return rows.map(({ id, timestamp, initiatorName, meta }) => ({
    id,
    name: String(Object(meta).name ?? ""),
    revokedAt: timestamp,
    // Never the email: readers who may not see other users get at most a name.
    revokedByName: initiatorName,
  }));
}
