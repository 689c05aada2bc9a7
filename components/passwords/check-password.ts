import { ERROR_LABELS, type PasswordHolder, passwordError } from "#lib/contract/password-rule.ts";
import { commonPasswords } from "#lib/policy/common-passwords.ts";

/** Time to wait for the list before the check is left to the server. */
const PATIENCE_MS = 2000;

/**
 * Why a new password would be refused, as a sentence, or undefined. An empty password is left to
 * the schema; without the list in time, the check is left to the server.
 */
export async function newPasswordError(
  password: string,
  holder: PasswordHolder,
  subject = "Password",
): Promise<string | undefined> {
  if (password === "") return undefined;
  const unknown = () => false;
  const list = commonPasswords().catch(() => unknown);
  const isCommon = await Promise.race([list, after(PATIENCE_MS, unknown)]);
  const error = passwordError(password, holder, isCommon);
  return error === null ? undefined : `${subject} ${ERROR_LABELS[error]}.`;
}

const after = <T>(milliseconds: number, value: T) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));
