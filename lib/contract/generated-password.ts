import { DAY_MS } from "./durations.ts";
/** Days after which a generated password expires. */
export const GENERATED_PASSWORD_DAYS = 7;

const LIFETIME_MS = GENERATED_PASSWORD_DAYS * DAY_MS;

/** The state of a generated password that the user has not changed yet. */
export type GeneratedPassword = "unchanged" | "expired";

export const GENERATED_PASSWORD_EXPIRED =
  `Your generated password has expired: it was not changed within ${GENERATED_PASSWORD_DAYS} days. ` +
  "Ask an owner or admin for a reset link.";

/** The state of a password by its time of generation; null if the user chose it. */
export function generatedPasswordOf(
  generatedAt: Date | null,
): { state: GeneratedPassword; endsAt: Date } | null {
  if (generatedAt === null) return null;
  const endsAt = new Date(generatedAt.getTime() + LIFETIME_MS);
  return { state: endsAt.getTime() > Date.now() ? "unchanged" : "expired", endsAt };
}
