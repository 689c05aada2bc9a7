import { settings } from "#lib/config/settings.ts";
import { isNoticed } from "#lib/contract/event-notices.ts";
import type { Tx } from "#lib/db/database.ts";

/** Stores a notice of each event that deserves one, if notices are sent at all. */
export async function noteEvents(
  tx: Tx,
  events: readonly { id: number; activityCode: string; timestamp: Date }[],
): Promise<void> {
  const data = events
    .filter(({ activityCode }) => isNoticed(activityCode))
    .map(({ id, timestamp }) => ({ eventId: id, nextAttemptAt: timestamp }));
  if (data.length === 0 || settings().noticeWebhook === undefined) return;
  await tx.eventNotice.createMany({ data });
}
