import { toWireEventNotice } from "#lib/contract/event-notices.ts";
import { toWireNotice } from "#lib/contract/notices.ts";
import {
  claimEventNotice,
  dueEventNotices,
  noteEventDelivered,
  noteEventFailed,
} from "./claim-event-notice.ts";
import {
  claimNotice,
  dueNotices,
  type NoticeKey,
  noteDelivered,
  noteFailed,
} from "./claim-notice.ts";
import type { Webhook } from "./send-webhook.ts";

/** A claimed notice: what is sent, and how its outcome is stored. */
type Delivery = {
  webhook: Webhook;
  /** For the log. */
  fields: Record<string, string | number>;
  delivered: (now: Date) => Promise<void>;
  /** Resolves to the time of the next attempt; null after the last one. */
  failed: (now: Date) => Promise<Date | null>;
};

/** Claims a notice that was due; null if it is not any more. */
export type ClaimDelivery = (now: Date, publicUrl: string) => Promise<Delivery | null>;

/** The notices due at a time: events first, since they may need action. */
export async function dueDeliveries(now: Date, take: number): Promise<ClaimDelivery[]> {
  const events = await dueEventNotices(now, take);
  const expiries = await dueNotices(now, take - events.length);
  return [...events.map(ofEvent), ...expiries.map(ofExpiry)];
}

const ofEvent =
  (eventId: number): ClaimDelivery =>
  async (now, publicUrl) => {
    const claim = await claimEventNotice(eventId, now);
    if (claim === null) return null;
    const body = toWireEventNotice(claim.event, publicUrl);
    return {
      webhook: { id: `event_${eventId}`, body },
      fields: { eventId, kind: body.type, attempt: claim.attempt },
      delivered: (at) => noteEventDelivered(eventId, at),
      failed: (at) => noteEventFailed(claim, at),
    };
  };

const ofExpiry =
  (key: NoticeKey): ClaimDelivery =>
  async (now, publicUrl) => {
    const claim = await claimNotice(key, now);
    if (claim === null) return null;
    const { view, threshold, attempt } = claim;
    const body = toWireNotice(view, threshold.daysBefore, { now, publicUrl });
    return {
      // The same for a token and threshold at every attempt and on every server.
      webhook: { id: `${key.tokenId}_${key.kind}`, body },
      fields: { ...key, userId: view.user.id, attempt },
      delivered: (at) => noteDelivered(key, at),
      failed: (at) => noteFailed(claim, at),
    };
  };
