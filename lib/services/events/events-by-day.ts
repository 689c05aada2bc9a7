import { USAGE_DAYS } from "#lib/contract/usage.ts";
import type { DayCount } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { boundsOf, lastDays } from "../days.ts";
import { assertCanBegin } from "../policy.ts";

/**
 * How many audit events there were on each of the last days: a count in the index of times for
 * each, since no expression for the day of a time means the same on every database.
 */
export async function eventsByDay(
  actor: Actor,
  days: number = USAGE_DAYS.preset,
): Promise<DayCount[]> {
  assertCanBegin(actor, "events.list");
  const { accountId } = actor;
  const counts: DayCount[] = [];
  // One after another: together they would take every connection from other requests.
  for (const day of lastDays(new Date(), days)) {
    const where = { accountId, timestamp: boundsOf(day) };
    counts.push({ day, count: await database().read.auditEvent.count({ where }) });
  }
  return counts;
}
