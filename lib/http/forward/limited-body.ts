import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { Problem } from "#lib/contract/problem.ts";
import { setupKeyBody } from "#lib/contract/setup-key-body.ts";
import type { Actor } from "#lib/services/context.ts";
import { parseBody } from "../body.ts";

/**
 * The body that is forwarded for a token with limits: parsed, checked and written again, so that
 * NetBird reads what was checked. Requests that the limits do not cover are refused.
 */
export function limitedBody(
  { limits }: Pick<Actor, "limits">,
  { method, path }: Pick<NetBirdOperation, "method" | "path">,
  bytes: Uint8Array,
): Uint8Array {
  if (limits === null) return bytes;
  if (method !== "POST" || path !== "/api/setup-keys") {
    throw new Problem("forbidden", "the limits of the access token do not allow this request");
  }
  return Buffer.from(JSON.stringify(parseBody(bytes, { body: setupKeyBody(limits.setup_keys) })));
}
