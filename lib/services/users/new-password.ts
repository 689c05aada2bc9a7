import {
  ERROR_LABELS,
  type PasswordError,
  type PasswordHolder,
  passwordError,
} from "#lib/contract/password-rule.ts";
import { invalid } from "#lib/contract/problem.ts";
import { generatePassword, hashPassword, type PasswordTurn } from "#lib/crypto/password.ts";
import { commonPasswords } from "#lib/policy/common-passwords.ts";

type Wording = {
  /** The field of the error. */
  path: string;
  /** Precedes the message. */
  prefix: string;
};

/** The reason to refuse this password for this user, or null. */
export async function passwordErrorOf(
  password: string,
  holder: PasswordHolder,
): Promise<PasswordError | null> {
  return passwordError(password, holder, await commonPasswords());
}

/**
 * The hash of a chosen password; every way to set one uses this function. Problem
 * "validation_failed" with field and reason if the rule refuses it.
 */
export async function hashNewPassword(
  password: string,
  holder: PasswordHolder,
  turn: PasswordTurn,
  { path, prefix }: Wording = { path: "password", prefix: "" },
): Promise<string> {
  const error = await passwordErrorOf(password, holder);
  if (error === null) return hashPassword(password, turn);
  const message = `${prefix}password ${ERROR_LABELS[error]}`;
  throw invalid(path, message);
}

/** A random password that the rule accepts for this user, with its columns of the database. */
export async function newGeneratedPassword(
  holder: PasswordHolder,
  turn: PasswordTurn,
): Promise<{ password: string; stored: { passwordHash: string; passwordGeneratedAt: Date } }> {
  for (;;) {
    const password = generatePassword();
    if ((await passwordErrorOf(password, holder)) !== null) continue;
    const passwordHash = await hashPassword(password, turn);
    return { password, stored: { passwordHash, passwordGeneratedAt: new Date() } };
  }
}
