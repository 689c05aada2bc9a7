import { LRUCache } from "lru-cache";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { settings } from "#lib/config/settings.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { CredentialId } from "#lib/services/context.ts";

type Bucket = { tokens: number; at: number };

const MAX_BUCKETS = 50_000;

/** The public limit of invites (contract 1.4), which password resets share. */
const LINK_LIMIT = { perMinute: 10, burst: 5 };

type Rule = {
  name: CredentialId["kind"] | "user" | "invite";
  perMinute: number;
  burst: number;
  message: string;
};

const bucketsOf = (name: Rule["name"]) =>
  globalSingleton(`rate-limit ${name}`, () => new LRUCache<string, Bucket>({ max: MAX_BUCKETS }));

/** A user may have many tokens, which are limited together too. */
const CREDENTIALS_PER_USER = 10;

/** What a request may do: `headers` say the limit, `refusal` is there when a bucket is empty. */
export type Limit = { headers: Record<string, string>; refusal?: Problem };

/**
 * Takes one request from the bucket of a token or session, and for a token from that of all its
 * user's tokens, which is ten times as large; from neither if one is empty. A session has no part
 * in it: leaked tokens must not keep their user from revoking them. The headers are the
 * credential's unless the user's refuses. Counted after verification only, so that no caller can spend another's.
 */
export function takeFromLimit({ kind, id }: CredentialId, userId: string, now = Date.now()): Limit {
  const { perMinute, burst } = settings().rateLimit;
  if (perMinute === 0) return { headers: {} };
  const message = "too many requests";
  const own = look({ name: kind, perMinute, burst, message }, id, now);
  if (own.isEmpty) return own.limit();
  if (kind === "session") return take(own);
  const together = {
    perMinute: perMinute * CREDENTIALS_PER_USER,
    burst: burst * CREDENTIALS_PER_USER,
  };
  const user = look({ name: "user", ...together, message }, userId, now);
  if (user.isEmpty) return user.limit();
  user.take();
  return take(own);
}

function take(one: Look): Limit {
  one.take();
  return one.limit();
}

/** Takes one request from the bucket that an address has for the public operations of all links. */
export function takeFromLinkLimit(address: string, now = Date.now()): Limit {
  const message = "rate limit exceeded, please try again later";
  const one = look({ name: "invite", ...LINK_LIMIT, message }, address, now);
  return one.isEmpty ? one.limit() : take(one);
}

/** A bucket as it was looked at. `limit` is written only when it is asked for: most are not. */
type Look = { isEmpty: boolean; limit: () => Limit; take: () => void };

/** A bucket gives `burst` at once and is refilled evenly by `perMinute`. */
function look(rule: Rule, key: string, now: number): Look {
  const { name, perMinute, burst } = rule;
  const buckets = bucketsOf(name);
  const perMs = perMinute / 60_000;
  const { tokens, at } = buckets.get(key) ?? { tokens: burst, at: now };
  const filled = Math.min(burst, tokens + Math.max(0, now - at) * perMs);
  const bucket = { tokens: filled, at: now };
  buckets.set(key, bucket);
  return {
    isEmpty: filled < 1,
    limit: () => limitOf(rule, filled),
    take: () => {
      bucket.tokens = filled - 1;
    },
  };
}

/**
 * What a bucket with so many tokens allows. The headers are those of
 * draft-ietf-httpapi-ratelimit-headers, as they are once the request is taken.
 */
function limitOf({ name, perMinute, burst, message }: Rule, filled: number): Limit {
  const left = filled >= 1 ? filled - 1 : filled;
  const seconds = (requests: number) => Math.ceil(requests / (perMinute / 60_000) / 1000);
  const headers = {
    "ratelimit-policy": `"${name}";q=${burst};w=${seconds(burst)}`,
    ratelimit: `"${name}";r=${Math.floor(left)};t=${seconds(burst - left)}`,
  };
  if (filled >= 1) return { headers };
  const retryAfterSeconds = Math.max(1, seconds(1 - filled));
  return { headers, refusal: new Problem("rate_limited", message, { retryAfterSeconds }) };
}
