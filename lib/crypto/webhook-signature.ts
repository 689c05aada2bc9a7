import { createHmac } from "node:crypto";

/** The signed parts of a webhook: ID, time of sending in seconds since 1970, and exact body. */
export type SignedContent = { id: string; timestamp: number; body: string };

/** The value of `webhook-signature` as Standard Webhooks 1.0 describes it, for a shared key. */
export function signWebhook(key: Buffer, { id, timestamp, body }: SignedContent): string {
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`);
  return `v1,${signature.digest("base64")}`;
}
