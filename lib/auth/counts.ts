import { LRUCache } from "lru-cache";
import { Problem } from "#lib/contract/problem.ts";

const MAX_KEYS = 100_000;

/**
 * Counts attempts or failures by key. A count ends a fixed time after its first attempt. Beyond the
 * maximum number of keys, the least recently used are dropped.
 */
export class Counts {
  readonly #counts: LRUCache<string, { count: number }>;

  constructor(seconds: number) {
    this.#counts = new LRUCache({
      max: MAX_KEYS,
      ttl: seconds * 1000,
      ttlResolution: 0,
      perf: { now: () => performance.now() },
    });
  }

  of(key: string): number {
    return this.#counts.get(key)?.count ?? 0;
  }

  add(key: string): void {
    const counted = this.#counts.get(key);
    if (counted === undefined) this.#counts.set(key, { count: 1 });
    else counted.count += 1;
  }

  forget(key: string): void {
    this.#counts.delete(key);
  }

  /** The Problem "rate_limited", with the time until this key's count ends. */
  refusal(key: string, message: string): Problem {
    const seconds = Math.ceil(this.#counts.getRemainingTTL(key) / 1000);
    return new Problem("rate_limited", message, { retryAfterSeconds: Math.max(1, seconds) });
  }
}
