import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import type { TokenPrefix } from "#lib/crypto/token-text.ts";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A well-formed token or invite token with this public ID, a valid checksum and an invented secret. */
export function guessAt(publicId: string, prefix: TokenPrefix = "nbp_"): string {
  const secret = Array.from({ length: 20 }, () => DIGITS.charAt(randomInt(62))).join("");
  const random = `${publicId}${secret}`;
  let rest = crc32(random);
  let checksum = "";
  for (let place = 0; place < 6; place += 1) {
    checksum = `${DIGITS.charAt(rest % 62)}${checksum}`;
    rest = Math.floor(rest / 62);
  }
  return `${prefix}${random}${checksum}`;
}
