import { randomInt } from "node:crypto";

/** Costs that are accepted, in new hashes and in stored ones. 15 is about two seconds of work. */
export const COST = { min: 4, max: 15 } as const;

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SALT_AND_DIGEST_LENGTH = 53;
/**
 * How no hash ends: 184 bits of digest in 31 characters leave two bits of the last one zero, and
 * in this character, the second of bcrypt's 64, one of them is set.
 */
const IMPOSSIBLE_END = "/";
const STORED = /^\$2[aby]\$(\d\d)\$[./0-9A-Za-z]{53}$/;

/** The cost of a stored bcrypt hash; null if it is malformed or its cost is out of bounds. */
export function costOf(hash: string): number | null {
  const cost = Number(STORED.exec(hash)?.[1]);
  return cost >= COST.min && cost <= COST.max ? cost : null;
}

/**
 * A well-formed hash of this cost that no text has, so that nothing ever matches it. bcrypt works
 * through it in full, because only the last step of a comparison looks at the digest; and making
 * it takes no bcrypt, so the first comparison in a process is no slower than the others.
 */
export function dummyHash(cost: number): string {
  const random = Array.from({ length: SALT_AND_DIGEST_LENGTH - 1 }, () =>
    ALPHABET.charAt(randomInt(ALPHABET.length)),
  );
  return `$2b$${String(cost).padStart(2, "0")}$${random.join("")}${IMPOSSIBLE_END}`;
}
