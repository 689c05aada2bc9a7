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
  name: Credential["kind"] | "invite";
  perMinute: number;
  burst: number;
  message: string;
};

const bucketsOf = (name: Rule["name"]) =>
  processState(`rate-limit ${name}`, () => new LRUCache<string, Bucket>({ max: MAX_BUCKETS }));

/** What a request may do: `headers` tell the limit, `refusal` is there when the bucket is empty. */
export type Limit = { headers: Record<string, string>; refusal?: Problem };

/**
 * Takes one request from the bucket of a token or session. Counted after verification only, so
 * that nobody can spend another's.
 */
export function takeFromLimit({ kind, id }: Credential, now = Date.now()): Limit {
  const rule: Rule = { name: kind, ...settings().rateLimit, message: "too many requests" };
  return rule.perMinute === 0 ? { headers: {} } : take(rule, id, now);
}

/** Takes one request from the bucket that an address has for all public operations of invites. */
export function takeFromInviteLimit(address: string, now = Date.now()): Limit {
  const message = "rate limit exceeded, please try again later";
  return take({ name: "invite", ...INVITE_LIMIT, message }, address, now);
}

/**
 * A bucket gives `burst` at once and is refilled evenly by `perMinute`. The headers are those of
 * draft-ietf-httpapi-ratelimit-headers.
 */
function take({ name, perMinute, burst, message }: Rule, key: string, now: number): Limit {
  const buckets = bucketsOf(name);
  const perMs = perMinute / 60_000;
  const { tokens, at } = buckets.get(key) ?? { tokens: burst, at: now };
  const filled = Math.min(burst, tokens + Math.max(0, now - at) * perMs);
  const left = filled >= 1 ? filled - 1 : filled;
  buckets.set(key, { tokens: left, at: now });
  const seconds = (requests: number) => Math.ceil(requests / perMs / 1000);
  const headers = {
    "ratelimit-policy": `"${name}";q=${burst};w=${seconds(burst)}`,
    ratelimit: `"${name}";r=${Math.floor(left)};t=${seconds(burst - left)}`,
  };
  if (filled >= 1) return { headers };
  const retryAfterSeconds = Math.max(1, seconds(1 - filled));
  return {
    headers,
    refusal: new Problem("rate_limited", message, { retryAfterSeconds }),
  };
}
