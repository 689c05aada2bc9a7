import { randomInt } from "node:crypto";
import { settings } from "#lib/config/settings.ts";
import { byteLength, PASSWORD_BYTES } from "#lib/contract/fields.ts";
import { Problem } from "#lib/contract/problem.ts";
import { compareSecret, hashSecret, type Turn } from "./bcrypt-pool.ts";
import { costOf, dummyHash } from "./stored-hash.ts";

/** A turn in the workers for passwords. */
export type PasswordTurn = Turn & { lane: "known" | "password" | "slow" };

const GENERATED_LENGTH = 16;
const CLASSES = [
  "0123456789",
  "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "abcdefghijklmnopqrstuvwxyz",
  "!#%*+-.:=?@_",
];
const ALPHABET = CLASSES.join("");

/**
 * A bcrypt hash at the cost of PASSWORD_BCRYPT_COST. Problem "validation_failed" unless the
 * password is 8 to 72 bytes without NUL, "unavailable" as for `compareSecret`.
 */
export async function hashPassword(password: string, turn: PasswordTurn): Promise<string> {
  if (byteLength(password) < PASSWORD_BYTES.min) {
    throw new Problem("validation_failed", `password must be at least ${PASSWORD_BYTES.min} bytes`);
  }
  return hashSecret(password, settings().passwordBcryptCost, turn);
}

/**
 * Whether this is the password. Without a usable hash (unknown e-mail, no password set) it is
 * false after the same work. Problem "unavailable" as for `compareSecret`.
 */
export async function passwordMatches(
  password: string,
  hash: string | null,
  turn: PasswordTurn,
): Promise<boolean> {
  if (hash !== null && costOf(hash) !== null) return compareSecret(password, hash, turn);
  await compareSecret(password, dummyHash(settings().passwordBcryptCost), turn);
  return false;
}

/** Whether a stored hash has another cost than the configured one, so that its time differs too. */
export const isOutdated = (hash: string): boolean => costOf(hash) !== settings().passwordBcryptCost;

/** 16 characters, each class of them at least once; every such password is equally likely. */
export function generatePassword(): string {
  for (;;) {
    const characters = Array.from({ length: GENERATED_LENGTH }, () =>
      ALPHABET.charAt(randomInt(ALPHABET.length)),
    );
    if (CLASSES.every((set) => characters.some((one) => set.includes(one)))) {
      return characters.join("");
    }
  }
}
