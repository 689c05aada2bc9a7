import { createHmac } from "node:crypto";
import { settings } from "#lib/config/settings.ts";
import { invalid } from "#lib/contract/problem.ts";
import type { Idempotency } from "#lib/services/context.ts";
import type { RequestHeaders } from "./api-request.ts";

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The Idempotency-Key of a POST, with a hash of what it asks for: keyed, so that a stored hash
 * reveals nothing of a body. 422 for a key that is empty, too long or not printable ASCII.
 */
export function idempotencyOf(
  method: string,
  headers: RequestHeaders,
  [operationId, params, body]: [string, Record<string, string>, Uint8Array],
): { idempotency?: Idempotency } {
  const key = headers.get("idempotency-key");
  if (method !== "POST" || key === null) return {};
  if (!KEY.test(key)) {
    const message = "Idempotency-Key must be 1 to 255 printable characters";
    throw invalid("Idempotency-Key", message);
  }
  const requestHash = createHmac("sha256", settings().secret)
    .update(JSON.stringify([operationId, params]))
    .update(body)
    .digest("base64url");
  return { idempotency: { key, requestHash } };
}
