import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { settings } from "#lib/config/settings.ts";
import { compareSecret, type Turn } from "./bcrypt-pool.ts";
import { PATIENCE_MS } from "./lanes.ts";
import { costOf } from "./stored-hash.ts";

/** A monotonic clock in milliseconds. */
export type CacheClock = { now: () => number };

type Proofs = {
  /** Keyed digest of a token → the stored hashes that it was proven against. */
  proven: LRUCache<string, readonly string[]>;
  flights: Map<string, Promise<boolean>>;
  /** Not the bytes: making a key of them costs more than a digest. */
  key: KeyObject;
};

const MAX_PROOFS = 10_000;
const LIFETIME_MS = 10 * 60 * 1000;
/** For hashes that cost more than new ones: a thousand may arrive after a restart. */
const LONG_PATIENCE_MS = 90_000;

/** An empty proof cache. A proof expires ten minutes after its bcrypt, however often it is used. */
export function newVerificationCache(clock: CacheClock = performance): Proofs {
  return {
    proven: new LRUCache({ max: MAX_PROOFS, ttl: LIFETIME_MS, ttlResolution: 0, perf: clock }),
    flights: new Map(),
    key: createSecretKey(randomBytes(32)),
  };
}

function proofs(): Proofs {
  return globalSingleton("proofs", newVerificationCache);
}

function keyOf({ key }: Proofs, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64");
}

function isProven({ proven }: Proofs, key: string, storedHash: string): boolean {
  const hashes = proven.get(key);
  const found = hashes?.includes(storedHash) ?? false;
  if (hashes !== undefined && !found) proven.delete(key);
  return found;
}

/**
 * Whether this token was proven against exactly this stored hash within the last ten minutes. Says
 * nothing about expiry, revocation or rights: those are read from the row each time.
 */
export function isVerified(text: string, storedHash: string): boolean {
  const state = proofs();
  return isProven(state, keyOf(state, text), storedHash);
}

/** Stores a proof without bcrypt: the hash was made from this token. */
export function rememberVerified(text: string, storedHash: string): void {
  const state = proofs();
  state.proven.set(keyOf(state, text), [storedHash]);
}

/**
 * Extends a proof to the hash that is about to replace the proven one, with the same expiry: both
 * are of this token, and no request in between needs a bcrypt.
 */
export function extendVerified(text: string, storedHash: string, nextHash: string): void {
  const state = proofs();
  const key = keyOf(state, text);
  if (!isProven(state, key, storedHash)) return;
  state.proven.set(key, [storedHash, nextHash], { ttl: state.proven.getRemainingTTL(key) });
}

/** Maximum wait of a request for a proof against this hash, in milliseconds. */
export function verificationPatienceMs(storedHash: string): number {
  const isCostly = (costOf(storedHash) ?? 0) > settings().bcryptCost;
  return isCostly ? LONG_PATIENCE_MS : PATIENCE_MS;
}

/**
 * Whether the stored hash matches this token: from the cache, else by bcrypt, once for all
 * simultaneous callers. Only successes are cached. Problem "unavailable" as for `compareSecret`.
 * The row may have changed during the wait: read it again after a miss.
 */
export async function verifySecret(
  text: string,
  storedHash: string,
  turn: Turn & { lane: "token" | "suspect" },
): Promise<boolean> {
  const state = proofs();
  const key = keyOf(state, text);
  if (isProven(state, key, storedHash)) return true;
  const name = `${turn.lane} ${key} ${storedHash}`;
  // A suspect may share any flight; others never wait for a suspect's.
  const shared = state.flights.get(`token ${key} ${storedHash}`) ?? state.flights.get(name);
  if (shared !== undefined) return shared;
  const flight = compareSecret(text, storedHash, turn)
    .then((matches) => {
      if (matches) state.proven.set(key, [storedHash]);
      return matches;
    })
    .finally(() => state.flights.delete(name));
  state.flights.set(name, flight);
  return flight;
}
