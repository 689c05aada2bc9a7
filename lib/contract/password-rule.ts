/*
 * The one rule for new passwords, on the server and in the browser. It brings no schemas and no
 * list along: `lib/policy/common-passwords.ts` loads the list where it is needed.
 */

/** Bytes of a new password in its composed form. bcrypt reads no further than 72. */
export const PASSWORD_BYTES = { min: 10, max: 72 } as const;
/** What the API's description says of a password that a body sets. */
export const NEW_PASSWORD =
  "New password: 10 to 72 bytes, not a common one, and without the name or email address.";
/** NetBird's own lower bound: below it, set-up and invites answer in its words. */
export const NETBIRD_PASSWORD_MIN = 8;
const PRODUCTS = ["roost", "netbird"] as const;
/** Shorter parts of a name or an e-mail are in many good passwords by chance. */
const SHORTEST_PART = 4;

/** Whose password it is. */
export type PasswordHolder = { email: string; name: string };

export type PasswordError =
  | "short"
  | "long"
  | "common"
  | "repeats"
  | "has_email"
  | "has_name"
  | `has_${(typeof PRODUCTS)[number]}`;

/** What a password must be or not be, to go after "password ". */
export const ERROR_LABELS: Record<PasswordError, string> = {
  short: `must be at least ${PASSWORD_BYTES.min} characters`,
  long: `must be at most ${PASSWORD_BYTES.max} bytes`,
  common: "is one of the most common passwords",
  repeats: "repeats itself",
  has_email: "must not contain your e-mail address",
  has_name: "must not contain your name",
  has_roost: 'must not contain "roost"',
  has_netbird: 'must not contain "netbird"',
};

/** Byte length as bcrypt counts it. */
export const byteLength = (value: string) => new TextEncoder().encode(value).length;

/** The one form of a password: keyboards differ in how they compose the same letters. */
export const composed = (password: string) => password.normalize("NFC");

const folded = (value: string) => composed(composed(value).toLowerCase());
const longEnough = (part: string) => [...part].length >= SHORTEST_PART;

/** Whether a password, in lower case, is common. */
export type IsCommon = (password: string) => boolean;

/** The first reason why this person may not have this password, or null. */
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

/** Whether the text is one short or common text again and again. */
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
