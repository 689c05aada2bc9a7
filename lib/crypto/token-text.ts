import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

/** Access tokens begin with `nbp_`, invites with `nbi_`, password resets with `nbr_`. */
export type TokenPrefix = "nbp_" | "nbi_" | "nbr_";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX_LENGTH = 4;
const PUBLIC_ID_LENGTH = 10;
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const BODY = /^[0-9A-Za-z]{36}$/; // RANDOM_LENGTH + CHECKSUM_LENGTH

function randomDigits(count: number): string {
  return Array.from({ length: count }, () => DIGITS.charAt(randomInt(DIGITS.length))).join("");
}

/** CRC-32/IEEE in base 62, most significant digit first, padded with zeros (contract 1.3). */
function checksum(random: string): string {
  let rest = crc32(random);
  let digits = "";
  while (rest > 0) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits.padStart(CHECKSUM_LENGTH, "0");
}

/** A new token of 40 characters, and its public ID of ten, which may be stored and shown. */
export function newTokenText(prefix: TokenPrefix): { text: string; publicId: string } {
  const random = randomDigits(RANDOM_LENGTH);
  return {
    text: `${prefix}${random}${checksum(random)}`,
    publicId: random.slice(0, PUBLIC_ID_LENGTH),
  };
}

/**
 * The public ID of a well-formed token with a correct checksum, else null. No proof: anyone can
 * compute a checksum. Never throws.
 */
export function readTokenText(text: string, prefix: TokenPrefix): { publicId: string } | null {
  if (!text.startsWith(prefix)) return null;
  const body = text.slice(PREFIX_LENGTH);
  if (!BODY.test(body)) return null;
  const random = body.slice(0, RANDOM_LENGTH);
  if (checksum(random) !== body.slice(RANDOM_LENGTH)) return null;
  return { publicId: random.slice(0, PUBLIC_ID_LENGTH) };
}

/** The error in a token's shape, in the words of contract 2.9; null if there is none. */
export function tokenTextError(text: string, prefix: TokenPrefix): string | null {
  const length = PREFIX_LENGTH + RANDOM_LENGTH + CHECKSUM_LENGTH;
  if (Buffer.byteLength(text) !== length) return "invalid token length";
  if (!text.startsWith(prefix)) return "invalid token prefix";
  const digits = [...text.slice(PREFIX_LENGTH + RANDOM_LENGTH)];
  if (!digits.every((digit) => DIGITS.includes(digit))) {
    return "checksum decoding failed: invalid character";
  }
  const random = text.slice(PREFIX_LENGTH, PREFIX_LENGTH + RANDOM_LENGTH);
  return checksum(random) === digits.join("") ? null : "checksum does not match";
}

/** The visible part of an access token: `nbp_` and its public ID. */
export function fingerprintOf(publicId: string): string {
  return `nbp_${publicId}`;
}

/** The public ID in a fingerprint. */
export function publicIdOf(fingerprint: string): string {
  return fingerprint.slice(PREFIX_LENGTH);
}
