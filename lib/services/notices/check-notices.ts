import type { NoticeWebhook } from "#lib/config/notice-webhook.ts";
import { logger } from "#lib/observability/logger.ts";
import { type ClaimDelivery, dueDeliveries } from "./due-deliveries.ts";
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
  throwFirst([...failed, ...(await sendDue(notices))]);
}

/** Sends the pending notices. Throws afterwards if the database failed. */
export async function sendNotices(notices: Notices): Promise<void> {
  throwFirst(await sendDue(notices));
}

function throwFirst(outcomes: PromiseSettledResult<void>[]): void {
  for (const one of outcomes) if (one.status === "rejected") throw one.reason;
}

async function sendDue(notices: Notices): Promise<PromiseSettledResult<void>[]> {
  const { now, signal } = notices;
  const due = (await dueDeliveries(now(), ROUND_MAX)).values();
  const lane = async () => {
    for (const claim of due) {
      if (signal.aborted) return;
      await deliver(notices, claim);
    }
  };
  return Promise.allSettled(Array.from({ length: LANES }, lane));
}

async function deliver(notices: Notices, claim: ClaimDelivery): Promise<void> {
  const { webhook, publicUrl, now, signal, timeoutMs } = notices;
  const sentAt = now();
  const delivery = await claim(sentAt, publicUrl);
  if (delivery === null) return;
  const outcome = await sendWebhook(webhook, delivery.webhook, {
    ...{ now: sentAt, signal },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const { fields } = delivery;
  if (outcome.delivered) {
    await delivery.delivered(now());
    logger().info({ ...fields, status: outcome.status }, "notice delivered");
    return;
  }
  // It may or may not have arrived: after the lease it is sent again, with the same ID.
  if (signal.aborted) return;
  const { reason } = outcome;
  const nextAttemptAt = await delivery.failed(now());
  if (nextAttemptAt)
    logger().warn({ ...fields, reason, nextAttemptAt }, "notice not delivered yet");
  else logger().error({ ...fields, reason }, "notice dropped: not delivered for a day");
}
