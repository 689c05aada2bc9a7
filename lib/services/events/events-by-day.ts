import { USAGE_DAYS } from "#lib/contract/usage.ts";
import type { DayCount } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { boundsOf, lastDays } from "../days.ts";
import { assertCanBegin } from "../policy.ts";

/**
 * Number of audit events on each of the last days. One index count per day, since no expression
 * for the day of a time works the same on both databases.
 */
export async function eventsByDay(
  actor: Actor,
  days: number = USAGE_DAYS.preset,
): Promise<DayCount[]> {
  assertCanBegin(actor, "events.list");
  const { accountId } = actor;
  const counts: DayCount[] = [];
  // In sequence: in parallel they would take every connection from other requests.
  for (const day of lastDays(new Date(), days)) {
    const where = { accountId, timestamp: boundsOf(day) };
    counts.push({ day, count: await database().read.auditEvent.count({ where }) });
  }
  return counts;
}
