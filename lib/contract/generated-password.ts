/** So many days after it was made, a generated password no longer signs anyone in. */
export const GENERATED_PASSWORD_DAYS = 7;

/** Where a person still has the password that was generated for them: whether it signs them in. */
export type GeneratedPassword = "unchanged" | "expired";

export const GENERATED_PASSWORD_EXPIRED =
  `Your generated password has expired: it was not changed within ${GENERATED_PASSWORD_DAYS} days. ` +
  "Ask an owner or admin for a reset link.";

/** When a password generated then expires. */
export const generatedPasswordEnd = (generatedAt: Date): Date =>
  new Date(generatedAt.getTime() + GENERATED_PASSWORD_DAYS * 24 * 60 * 60 * 1000);

/** The state of a password by when it was generated; null for one that the person chose. */
export function generatedPasswordState(generatedAt: Date | null): GeneratedPassword | null {
  if (generatedAt === null) return null;
  return generatedPasswordEnd(generatedAt).getTime() > Date.now() ? "unchanged" : "expired";
}
