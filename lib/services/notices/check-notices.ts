import type { NoticeWebhook } from "#lib/config/notice-webhook.ts";
import { toWireNotice } from "#lib/contract/notices.ts";
import { logger } from "#lib/observability/logger.ts";
import {
  claimNotice,
  dueNotices,
  type NoticeKey,
  noteDelivered,
  noteFailed,
} from "./claim-notice.ts";
import { type Looked, noteDue } from "./note-due.ts";
import { sendWebhook } from "./send-webhook.ts";

/** The dependencies of sending notices. */
export type Notices = {
  webhook: NoticeWebhook;
  publicUrl: string;
  /** Aborted when the server stops: running requests end, and no new ones start. */
  signal: AbortSignal;
  looked: Looked;
  now: () => Date;
  timeoutMs?: number;
};

/** Most deliveries of a round, and how many of them run in parallel. */
export const ROUND_MAX = 200;
const LANES = 4;

/**
 * Stores the notices that have become due and sends the pending ones, even if storing fails.
 * Throws afterwards if the database failed.
 */
export async function checkNotices(notices: Notices): Promise<void> {
  const { looked, now, signal } = notices;
  const failed = await noteDue(looked, now(), signal);
  const ended = await sendDue(notices);
  for (const one of [...failed, ...ended]) if (one.status === "rejected") throw one.reason;
}

async function sendDue(notices: Notices): Promise<PromiseSettledResult<void>[]> {
  const { now, signal } = notices;
  const due = (await dueNotices(now(), ROUND_MAX)).values();
  const lane = async () => {
    for (const key of due) {
      if (signal.aborted) return;
      await deliver(notices, key);
    }
  };
  return Promise.allSettled(Array.from({ length: LANES }, lane));
}

/** The same for a token and threshold at every attempt and on every server. */
const webhookIdOf = ({ tokenId, kind }: NoticeKey) => `${tokenId}_${kind}`;

async function deliver(notices: Notices, key: NoticeKey): Promise<void> {
  const { webhook, publicUrl, now, signal, timeoutMs } = notices;
  const claim = await claimNotice(key, now());
  if (claim === null) return;
  const { view, threshold, attempt } = claim;
  const sentAt = now();
  const body = toWireNotice(view, threshold.daysBefore, { now: sentAt, publicUrl });
  const sent = { id: webhookIdOf(key), body };
  const outcome = await sendWebhook(webhook, sent, {
    ...{ now: sentAt, signal },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const fields = { ...key, userId: view.user.id, attempt };
  if (outcome.delivered) {
    await noteDelivered(key, now());
    logger().info({ ...fields, status: outcome.status }, "expiry notice delivered");
    return;
  }
  // It may or may not have arrived: after the lease it is sent again, with the same ID.
  if (signal.aborted) return;
  const { reason } = outcome;
  const nextAttemptAt = await noteFailed(claim, now());
  if (nextAttemptAt)
    logger().warn({ ...fields, reason, nextAttemptAt }, "notice not delivered yet");
  else logger().error({ ...fields, reason }, "notice dropped: not delivered for a day");
}
