import { randomInt } from "node:crypto";

/** Accepted costs of new and stored hashes. 15 takes about two seconds. */
export const COST = { min: 4, max: 15 } as const;

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SALT_AND_DIGEST_LENGTH = 53;
/**
 * An ending that no hash has: a digest of 184 bits in 31 characters leaves two bits of the last one
 * zero, and in this character, the second of bcrypt's 64, one of them is set.
 */
const IMPOSSIBLE_END = "/";
const STORED = /^\$2[aby]\$(\d\d)\$[./0-9A-Za-z]{53}$/;

/** The cost of a stored bcrypt hash; null if the hash is malformed or the cost out of bounds. */
export function costOf(hash: string): number | null {
  const cost = Number(STORED.exec(hash)?.[1]);
  return cost >= COST.min && cost <= COST.max ? cost : null;
}

/**
 * A well-formed hash of this cost that no text matches. bcrypt processes it in full, because only
 * the last step of a comparison reads the digest. Making it needs no bcrypt, so a process's first
 * comparison is no slower than the others.
 */
export function dummyHash(cost: number): string {
  const random = Array.from({ length: SALT_AND_DIGEST_LENGTH - 1 }, () =>
    ALPHABET.charAt(randomInt(ALPHABET.length)),
  );
  return `$2b$${String(cost).padStart(2, "0")}$${random.join("")}${IMPOSSIBLE_END}`;
}
