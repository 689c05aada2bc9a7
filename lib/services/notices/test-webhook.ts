import type { NoticeWebhook } from "#lib/config/notice-webhook.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { type Outcome, sendWebhook } from "./send-webhook.ts";

/** Sends a `webhook.test` once, so that operators can check the delivery of notices. */
export function testWebhook(webhook: NoticeWebhook, publicUrl: string): Promise<Outcome> {
  const now = new Date();
  const timestamp = now.toISOString();
  const body = { type: "webhook.test", timestamp, data: { url: publicUrl } } as const;
  return sendWebhook(webhook, { id: `test_${newXid()}`, body }, { now });
}
