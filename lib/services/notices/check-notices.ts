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

/** What notices are sent with. */
export type Notices = {
  webhook: NoticeWebhook;
  publicUrl: string;
  /** Aborted when the server stops: a running request ends, and nothing more is begun. */
  signal: AbortSignal;
  looked: Looked;
  now: () => Date;
  timeoutMs?: number;
};

/** Most deliveries of a round, and how many of them are under way at once. */
export const ROUND_MAX = 200;
const LANES = 4;

/**
 * Notes what has become due, and sends what waits, which a failure of the first does not delay.
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

/** The same for a token and threshold whenever it is sent, and whoever sends it. */
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
  const told = { ...key, userId: view.user.id, attempt };
  if (outcome.delivered) {
    await noteDelivered(key, now());
    logger().info({ ...told, status: outcome.status }, "notice of an expiry delivered");
    return;
  }
  // Nobody knows whether it arrived: after the lease it is sent again, with the same id.
  if (signal.aborted) return;
  const { reason } = outcome;
  const nextAttemptAt = await noteFailed(claim, now());
  if (nextAttemptAt) logger().warn({ ...told, reason, nextAttemptAt }, "notice not delivered yet");
  else logger().error({ ...told, reason }, "notice given up: it was not delivered for a day");
}
