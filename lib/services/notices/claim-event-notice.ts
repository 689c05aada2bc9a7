import { isNoticed, type NoticedEvent } from "#lib/contract/event-notices.ts";
import { database } from "#lib/db/database.ts";
import { PRESENT } from "../account/present-account.ts";
import { LEASE_MS, retryAt } from "./retries.ts";

/** The notice of an event, which no other server sends during the lease. */
export type EventClaim = { attempt: number; event: NoticedEvent };

const eventColumns = {
  ...({ id: true, activityCode: true, timestamp: true, targetId: true, meta: true } as const),
  accountId: true,
} as const;

/** The events whose notices are due at a time, longest waiting first. */
export async function dueEventNotices(now: Date, take: number): Promise<number[]> {
  const due = await database().read.eventNotice.findMany({
    where: { nextAttemptAt: { lte: now } },
    orderBy: { nextAttemptAt: "asc" },
    select: { eventId: true },
    take,
  });
  return due.map(({ eventId }) => eventId);
}

/** Claims the notice of an event. Null if another server has it, or the account is deleted. */
export function claimEventNotice(eventId: number, now: Date): Promise<EventClaim | null> {
  const where = { eventId };
  return database().write(async (tx) => {
    const found = await tx.eventNotice.findUnique({
      where,
      select: { attempts: true, nextAttemptAt: true, event: { select: eventColumns } },
    });
    if (!found?.nextAttemptAt || found.nextAttemptAt > now) return null;
    const { accountId, activityCode: code, meta, ...event } = found.event;
    const isPresent = await tx.account.count({ where: { id: accountId, ...PRESENT } });
    if (isPresent === 0 || !isNoticed(code)) {
      await tx.eventNotice.update({ where, data: { nextAttemptAt: null } });
      return null;
    }
    const attempt = found.attempts + 1;
    const nextAttemptAt = new Date(now.getTime() + LEASE_MS);
    await tx.eventNotice.update({ where, data: { attempts: attempt, nextAttemptAt } });
    // Only strings are recorded.
    return { attempt, event: { ...event, code, meta: meta as Record<string, string> } };
  });
}

/** Stores that the notice was delivered, so that it is not sent again. */
export async function noteEventDelivered(eventId: number, now: Date): Promise<void> {
  const data = { deliveredAt: now, nextAttemptAt: null };
  await database().write((tx) => tx.eventNotice.updateMany({ where: { eventId }, data }));
}

/** Stores and returns the time of the next attempt; null after the last one. */
export async function noteEventFailed(
  { event, attempt }: EventClaim,
  now: Date,
): Promise<Date | null> {
  const nextAttemptAt = retryAt(attempt, now);
  // If this attempt outlasted its lease, another server may have claimed the notice.
  const where = { eventId: event.id, attempts: attempt, deliveredAt: null };
  await database().write((tx) => tx.eventNotice.updateMany({ where, data: { nextAttemptAt } }));
  return nextAttemptAt;
}
