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
  /** The field that the refusal names. */
  path: string;
  /** Goes before the refusal's words. */
  prefix: string;
};

/** Why the rule refuses this password for this person, or null. */
export async function passwordErrorOf(
  password: string,
  holder: PasswordHolder,
): Promise<PasswordError | null> {
  return passwordError(password, holder, await commonPasswords());
}

/**
 * The hash of a password that a person chose: every way to set one goes through here. Problem
 * "validation_failed", naming the field and the reason, if the rule refuses it.
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

/** A random password that the rule takes for this person, and what the database keeps of it. */
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
