import type { NoticeWebhook } from "#lib/config/notice-webhook.ts";
import type { WebhookBody } from "#lib/contract/notices.ts";
import { signWebhook } from "#lib/crypto/webhook-signature.ts";

/** A webhook on its way: its id is the same at every attempt, so that a receiver knows it again. */
export type Webhook = { id: string; body: WebhookBody };

/** How it went; the reason names no more of the address than its host. */
export type Outcome = { delivered: true; status: number } | { delivered: false; reason: string };

type Sending = { now: Date; timeoutMs?: number; signal?: AbortSignal };

const TIMEOUT_MS = 10_000;

/**
 * Sends a webhook once, signed as Standard Webhooks 1.0 says. Only a status from 200 to 299 is a
 * delivery; a redirect is not followed. Never throws.
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
    // Whatever it says beside the status is of no use; unread, it would hold the connection.
    response.body?.cancel().catch(() => {});
    const { ok, status } = response;
    return ok ? { delivered: true, status } : { delivered: false, reason: `HTTP ${status}` };
  } catch (error) {
    return { delivered: false, reason: reasonOf(error, timeoutMs) };
  }
}

/** In words of our own or by a code: a message may repeat the address. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return "it was stopped";
  if (error.name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  if (error.name === "AbortError") return "it was stopped";
  const { cause } = error;
  // One of those that browsers refuse too, as 6000: it has no code.
  if (cause instanceof Error && cause.message === "bad port")
    return "the port is not allowed for HTTP";
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : "the network failed";
}
