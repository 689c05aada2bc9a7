import type { NoticeWebhook } from "#lib/config/notice-webhook.ts";
import type { WebhookBody } from "#lib/contract/notices.ts";
import { signWebhook } from "#lib/crypto/webhook-signature.ts";

/** A webhook; its ID is the same at every attempt, so that receivers can recognise repetitions. */
export type Webhook = { id: string; body: WebhookBody };

/** The outcome; a reason contains at most the host of the address. */
export type Outcome = { delivered: true; status: number } | { delivered: false; reason: string };

type Sending = { now: Date; timeoutMs?: number; signal?: AbortSignal };

const TIMEOUT_MS = 10_000;

/**
 * Sends a webhook once, signed by Standard Webhooks 1.0. Only a status from 200 to 299 is a
 * delivery; redirects are not followed. Never throws.
 */
export async function sendWebhook(
  { url, authorization, key }: NoticeWebhook,
  { id, body }: Webhook,
  { now, timeoutMs = TIMEOUT_MS, signal }: Sending,
): Promise<Outcome> {
  const text = JSON.stringify(body);
  const timestamp = Math.floor(now.getTime() / 1000);
  const limits = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: {
        ...{ "content-type": "application/json", "user-agent": "Roost" },
        ...(authorization === undefined ? {} : { authorization }),
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": signWebhook(key, { id, timestamp, body: text }),
      },
      body: text,
      signal: AbortSignal.any(limits),
    });
    // The body is not used; unread, it would keep the connection open.
    response.body?.cancel().catch(() => {});
    const { ok, status } = response;
    return ok ? { delivered: true, status } : { delivered: false, reason: `HTTP ${status}` };
  } catch (error) {
    return { delivered: false, reason: reasonOf(error, timeoutMs) };
  }
}

/** Our own message or a code: messages of errors may contain the address. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return "it was stopped";
  if (error.name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  if (error.name === "AbortError") return "it was stopped";
  const { cause } = error;
  // A port that browsers refuse too, such as 6000: the error has no code.
  if (cause instanceof Error && cause.message === "bad port")
    return "the port is not allowed for HTTP";
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : "the network failed";
}
