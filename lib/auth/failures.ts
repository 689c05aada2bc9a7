import { LRUCache } from "lru-cache";
import { Problem } from "#lib/contract/problem.ts";

const MAX_KEYS = 100_000;

/** Counts failures by key. A count ends a fixed time after its first failure. */
export class Failures {
  readonly #counts: LRUCache<string, { failures: number }>;

  constructor(seconds: number) {
    this.#counts = new LRUCache({
      max: MAX_KEYS,
      ttl: seconds * 1000,
      ttlResolution: 0,
      perf: { now: () => performance.now() },
    });
  }

  of(key: string): number {
    return this.#counts.get(key)?.failures ?? 0;
  }

  add(key: string): void {
    const count = this.#counts.get(key);
    if (count === undefined) this.#counts.set(key, { failures: 1 });
    else count.failures += 1;
  }

  forget(key: string): void {
    this.#counts.delete(key);
  }

  /** Problem "rate_limited" until the count of this key ends. */
  refusal(key: string, message: string): Problem {
    const seconds = Math.ceil(this.#counts.getRemainingTTL(key) / 1000);
    return new Problem("rate_limited", message, { retryAfterSeconds: Math.max(1, seconds) });
  }
}
