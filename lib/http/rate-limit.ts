import { LRUCache } from "lru-cache";
import { processState } from "#lib/config/process-state.ts";
import { settings } from "#lib/config/settings.ts";
import { Problem } from "#lib/contract/problem.ts";

type Bucket = { tokens: number; at: number };

const MAX_BUCKETS = 50_000;

const buckets = () =>
  processState("rate-limit", () => new LRUCache<string, Bucket>({ max: MAX_BUCKETS }));

/** What a request may do: `headers` tell the limit, `refusal` is there when the bucket is empty. */
export type Limit = { headers: Record<string, string>; refusal?: Problem };

/**
 * Takes one request from a token's bucket: `burst` at once, refilled evenly by `perMinute`.
 * Counted after verification only, so that nobody can spend another's. The headers are those of
 * draft-ietf-httpapi-ratelimit-headers.
 */
export function takeFromLimit(tokenId: string, now = Date.now()): Limit {
  const { perMinute, burst } = settings().rateLimit;
  if (perMinute === 0) return { headers: {} };
  const perMs = perMinute / 60_000;
  const { tokens, at } = buckets().get(tokenId) ?? { tokens: burst, at: now };
  const filled = Math.min(burst, tokens + Math.max(0, now - at) * perMs);
  const left = filled >= 1 ? filled - 1 : filled;
  buckets().set(tokenId, { tokens: left, at: now });
  const seconds = (requests: number) => Math.ceil(requests / perMs / 1000);
  const headers = {
    "ratelimit-policy": `"token";q=${burst};w=${seconds(burst)}`,
    ratelimit: `"token";r=${Math.floor(left)};t=${seconds(burst - left)}`,
  };
  if (filled >= 1) return { headers };
  const retryAfterSeconds = Math.max(1, seconds(1 - filled));
  return {
    headers,
    refusal: new Problem("rate_limited", "too many requests", { retryAfterSeconds }),
  };
}
