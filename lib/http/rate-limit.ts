import { LRUCache } from "lru-cache";
import { processState } from "#lib/config/process-state.ts";
import { settings } from "#lib/config/settings.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { Credential } from "#lib/services/actor.ts";

type Bucket = { tokens: number; at: number };

const MAX_BUCKETS = 50_000;

/** The invites' public limit (contract 1.4). */
const INVITE_LIMIT = { perMinute: 10, burst: 5 };

type Rule = {
  name: Credential["kind"] | "user" | "invite";
  perMinute: number;
  burst: number;
  message: string;
};

const bucketsOf = (name: Rule["name"]) =>
  processState(`rate-limit ${name}`, () => new LRUCache<string, Bucket>({ max: MAX_BUCKETS }));

/** A user may have many tokens, which are limited together too. */
const CREDENTIALS_PER_USER = 10;

/** What a request may do: `headers` say the limit, `refusal` is there when a bucket is empty. */
export type Limit = { headers: Record<string, string>; refusal?: Problem };

/**
 * Takes one request from the bucket of a token or session, and for a token from that of all its
 * user's tokens, which is ten times as large; from neither if one is empty. A session has no part
 * in it: leaked tokens must not keep their user from revoking them. The headers are the
 * credential's unless the user's refuses. Counted after verification only, so that nobody can spend another's.
 */
export function takeFromLimit({ kind, id }: Credential, userId: string, now = Date.now()): Limit {
  const { perMinute, burst } = settings().rateLimit;
  if (perMinute === 0) return { headers: {} };
  const message = "too many requests";
  const own = look({ name: kind, perMinute, burst, message }, id, now);
  if (own.limit.refusal) return own.limit;
  if (kind === "session") {
    own.take();
    return own.limit;
  }
  const together = {
    perMinute: perMinute * CREDENTIALS_PER_USER,
    burst: burst * CREDENTIALS_PER_USER,
  };
  const user = look({ name: "user", ...together, message }, userId, now);
  if (user.limit.refusal) return user.limit;
  own.take();
  user.take();
  return own.limit;
}

/** Takes one request from the bucket that an address has for all public operations of invites. */
export function takeFromInviteLimit(address: string, now = Date.now()): Limit {
  const message = "rate limit exceeded, please try again later";
  const { limit, take } = look({ name: "invite", ...INVITE_LIMIT, message }, address, now);
  if (!limit.refusal) take();
  return limit;
}

/**
 * A bucket gives `burst` at once and is refilled evenly by `perMinute`. The headers are those of
 * draft-ietf-httpapi-ratelimit-headers, as they are once the request is taken.
 */
function look(
  { name, perMinute, burst, message }: Rule,
  key: string,
  now: number,
): { limit: Limit; take: () => void } {
  const buckets = bucketsOf(name);
  const perMs = perMinute / 60_000;
  const { tokens, at } = buckets.get(key) ?? { tokens: burst, at: now };
  const filled = Math.min(burst, tokens + Math.max(0, now - at) * perMs);
  const left = filled >= 1 ? filled - 1 : filled;
  const seconds = (requests: number) => Math.ceil(requests / perMs / 1000);
  const headers = {
    "ratelimit-policy": `"${name}";q=${burst};w=${seconds(burst)}`,
    ratelimit: `"${name}";r=${Math.floor(left)};t=${seconds(burst - left)}`,
  };
  const bucket = { tokens: filled, at: now };
  buckets.set(key, bucket);
  const take = () => {
    bucket.tokens = left;
  };
  if (filled >= 1) return { limit: { headers }, take };
  const retryAfterSeconds = Math.max(1, seconds(1 - filled));
  const refusal = new Problem("rate_limited", message, { retryAfterSeconds });
  return { limit: { headers, refusal }, take };
}
