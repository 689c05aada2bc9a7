/*
 * The one rule for new passwords, on the server and in the browser. Imports neither schemas nor
 * the list of common passwords: `lib/policy/common-passwords.ts` loads that lazily.
 */

/** Bytes of a new password in its composed form. bcrypt ignores bytes after 72. */
export const PASSWORD_BYTES = { min: 10, max: 72 } as const;
/** The API description of a new password in a body. */
export const NEW_PASSWORD =
  "New password: 10 to 72 bytes, not a common one, and without the name or email address.";
/** NetBird's minimum; setup and invites return its message below that. */
export const NETBIRD_PASSWORD_MIN = 8;
const PRODUCTS = ["roost", "netbird"] as const;
/** Shorter parts of a name or email address occur in good passwords by chance. */
const SHORTEST_PART = 4;

/** The owner of the password. */
export type PasswordHolder = { email: string; name: string };

export type PasswordError =
  | "short"
  | "long"
  | "common"
  | "repeats"
  | "has_email"
  | "has_name"
  | `has_${(typeof PRODUCTS)[number]}`;

/** The messages, to be prefixed with "password ". */
export const ERROR_LABELS: Record<PasswordError, string> = {
  short: `must be at least ${PASSWORD_BYTES.min} characters`,
  long: `must be at most ${PASSWORD_BYTES.max} bytes`,
  common: "is one of the most common passwords",
  repeats: "repeats itself",
  has_email: "must not contain your email address",
  has_name: "must not contain your name",
  has_roost: 'must not contain "roost"',
  has_netbird: 'must not contain "netbird"',
};

/** Length in UTF-8 bytes, as bcrypt counts. */
export const byteLength = (value: string) => new TextEncoder().encode(value).length;

/** The canonical form of a password (NFC): keyboards compose the same letters differently. */
export const composed = (password: string) => password.normalize("NFC");

const folded = (value: string) => composed(composed(value).toLowerCase());
const longEnough = (part: string) => [...part].length >= SHORTEST_PART;

/** Whether a password in lower case is common. */
export type IsCommon = (password: string) => boolean;

/** The first reason to refuse the password for this owner, or null. */
export function passwordError(
  password: string,
  holder: PasswordHolder,
  isCommon: IsCommon,
): PasswordError | null {
  const bytes = byteLength(composed(password));
  if (bytes < PASSWORD_BYTES.min) return "short";
  if (bytes > PASSWORD_BYTES.max) return "long";
  const text = folded(password);
  if (isCommon(text)) return "common";
  if (repeats(text, isCommon)) return "repeats";
  return personalError(text, holder);
}

/** Whether the string repeats one short or common string. */
function repeats(text: string, isCommon: IsCommon): boolean {
  const unit = /^(.+?)\1+$/su.exec(text)?.[1];
  return unit !== undefined && ([...unit].length <= SHORTEST_PART || isCommon(unit));
}

function personalError(text: string, { email, name }: PasswordHolder): PasswordError | null {
  const has = (part: string) => longEnough(part) && text.includes(folded(part));
  if (has(email.slice(0, Math.max(0, email.lastIndexOf("@"))))) return "has_email";
  if (name.split(/\s+/).some(has)) return "has_name";
  const product = PRODUCTS.find((one) => text.includes(one));
  return product ? `has_${product}` : null;
}
