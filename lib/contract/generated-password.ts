/** So many days after it was made, a generated password no longer signs anyone in. */
export const GENERATED_PASSWORD_DAYS = 7;

const LIFETIME_MS = GENERATED_PASSWORD_DAYS * 24 * 60 * 60 * 1000;

/** Where a person still has the password that was generated for them: whether it signs them in. */
export type GeneratedPassword = "unchanged" | "expired";

export const GENERATED_PASSWORD_EXPIRED =
  `Your generated password has expired: it was not changed within ${GENERATED_PASSWORD_DAYS} days. ` +
  "Ask an owner or admin for a reset link.";

/** The state of a password by when it was generated; null for one that the person chose. */
export function generatedPasswordOf(
  generatedAt: Date | null,
): { state: GeneratedPassword; endsAt: Date } | null {
  if (generatedAt === null) return null;
  const endsAt = new Date(generatedAt.getTime() + LIFETIME_MS);
  return { state: endsAt.getTime() > Date.now() ? "unchanged" : "expired", endsAt };
}
