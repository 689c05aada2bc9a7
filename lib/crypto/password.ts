import { randomInt } from "node:crypto";
import { settings } from "#lib/config/settings.ts";
import { byteLength, composed, PASSWORD_BYTES } from "#lib/contract/password-rule.ts";
import { invalid } from "#lib/contract/problem.ts";
import { compareSecret, hashSecret, type Turn } from "./bcrypt-pool.ts";
import { costOf, dummyHash } from "./stored-hash.ts";

/** A turn in the passwords' pool. */
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
 * A bcrypt hash of the composed password at the cost of PASSWORD_BCRYPT_COST. Applies no rule
 * (`hashNewPassword` does). Problem "validation_failed" unless it is 1 to 72 bytes without NUL,
 * "unavailable" as for `compareSecret`.
 */
export async function hashPassword(password: string, turn: PasswordTurn): Promise<string> {
  if (password === "") throw invalid("password", "password is required");
  return hashSecret(composed(password), settings().passwordBcryptCost, turn);
}

/**
 * The form in which this matches the hash, or null: composed, or as typed for hashes older than the
 * composition. Without a usable hash (unknown email, no password set) it is null after the same
 * work. Problem "unavailable" as for `compareSecret`.
 */
export async function provePassword(
  password: string,
  hash: string | null,
  turn: PasswordTurn,
): Promise<"composed" | "raw" | null> {
  if (await matches(composed(password), hash, turn)) return "composed";
  if (composed(password) === password) return null;
  return (await matches(password, hash, turn)) ? "raw" : null;
}

async function matches(text: string, hash: string | null, turn: PasswordTurn): Promise<boolean> {
  // bcrypt reads 72 bytes: a longer text cannot be a password, but takes the same time.
  const isReadable = byteLength(text) <= PASSWORD_BYTES.max;
  if (isReadable && hash !== null && costOf(hash) !== null) return compareSecret(text, hash, turn);
  const nobodys = dummyHash(settings().passwordBcryptCost);
  return compareSecret(isReadable ? text : "", nobodys, turn);
}

/** Whether the password matches, in either form; see `provePassword`. */
export const passwordMatches = async (
  password: string,
  hash: string | null,
  turn: PasswordTurn,
): Promise<boolean> => (await provePassword(password, hash, turn)) !== null;

/** Whether a stored hash's cost, and so its time, differs from the configured one. */
export const isOutdated = (hash: string): boolean => costOf(hash) !== settings().passwordBcryptCost;

/** 16 characters with each class at least once; all such passwords are equally likely. */
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
