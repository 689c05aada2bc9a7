import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fingerprintOf,
  newTokenText,
  readTokenText,
  type TokenPrefix,
  tokenTextError,
} from "./token-text.ts";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const prefix = fc.constantFrom<TokenPrefix>("nbp_", "nbi_");
const made = prefix.map((given) => ({ prefix: given, ...newTokenText(given) }));
const place = fc.nat({ max: 39 });

function replaced(text: string, at: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + 1);
}

describe("the contract's examples", () => {
  test.each([
    "nbp_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz4IlJEz",
    "nbp_x000000000000000000000000000010ai21s",
    "nbp_abcdefghijklmnopqrstuvwxyz01232LolCm",
    "nbp_0000000000000000000000000000002C8GjS",
    "nbp_x0000000000000000000000000016000topH",
    "nbp_y0000000000000000000000002612400017S",
  ])("%s is read", (text) => {
    expect(readTokenText(text, "nbp_")).toEqual({ publicId: text.slice(4, 14) });
  });
});

describe("a generated token", () => {
  test("has the contract's shape and contains its public ID", () => {
    fc.assert(
      fc.property(made, ({ prefix: given, text, publicId }) => {
        expect(text).toMatch(/^nb[pi]_[0-9A-Za-z]{36}$/);
        expect(text.slice(4, 14)).toBe(publicId);
        expect(readTokenText(text, given)).toEqual({ publicId });
      }),
      { numRuns: 2000 },
    );
  });

  test("is refused with the other prefix", () => {
    expect(readTokenText(newTokenText("nbp_").text, "nbi_")).toBeNull();
    expect(readTokenText(newTokenText("nbi_").text, "nbp_")).toBeNull();
  });

  test("uses every character equally often and repeats no public ID", () => {
    const tokens = Array.from({ length: 4000 }, () => newTokenText("nbp_"));
    expect(new Set(tokens.map(({ publicId }) => publicId)).size).toBe(4000);
    const counts = new Map<string, number>();
    for (const character of tokens.flatMap(({ text }) => [...text.slice(4, 34)])) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    // 120 000 draws of 62: 1935 each, and six standard deviations are 262.
    for (const digit of DIGITS) expect(Math.abs((counts.get(digit) ?? 0) - 1935)).toBeLessThan(262);
  });

  test("is shown only by its prefix and public ID", () => {
    expect(fingerprintOf("AbCdEfGhIj")).toBe("nbp_AbCdEfGhIj");
  });
});

describe("a token is refused", () => {
  test("with any one character changed", () => {
    const character = fc.oneof(
      fc.constantFrom(...DIGITS),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(made, place, character, ({ prefix: given, text }, at, by) => {
        fc.pre(text.charAt(at) !== by);
        expect(readTokenText(replaced(text, at, by), given)).toBeNull();
      }),
      { numRuns: 5000 },
    );
  });

  test("with one letter in the other case", () => {
    fc.assert(
      fc.property(made, place, ({ prefix: given, text }, at) => {
        const one = text.charAt(at);
        const flipped = one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase();
        fc.pre(flipped !== one);
        expect(readTokenText(replaced(text, at, flipped), given)).toBeNull();
      }),
    );
  });

  test("with two neighbours swapped", () => {
    fc.assert(
      fc.property(made, fc.nat({ max: 38 }), ({ prefix: given, text }, at) => {
        const [one, two] = [text.charAt(at), text.charAt(at + 1)];
        fc.pre(one !== two);
        expect(readTokenText(replaced(replaced(text, at, two), at + 1, one), given)).toBeNull();
      }),
    );
  });

  test("truncated at either end", () => {
    fc.assert(
      fc.property(made, place, ({ prefix: given, text }, length) => {
        expect(readTokenText(text.slice(0, length), given)).toBeNull();
        expect(readTokenText(text.slice(40 - length), given)).toBeNull();
      }),
    );
  });

  test("with a blank, a line break or a NUL anywhere, also at the ends", () => {
    const blank = fc.constantFrom(" ", "\n", "\r\n", "\t", "\0", "\u00a0", "\u200b", "\ufeff");
    fc.assert(
      fc.property(made, fc.nat({ max: 40 }), blank, ({ prefix: given, text }, at, extra) => {
        expect(readTokenText(text.slice(0, at) + extra + text.slice(at), given)).toBeNull();
      }),
    );
  });

  test("with look-alikes from other alphabets", () => {
    const { text } = newTokenText("nbp_");
    expect(readTokenText(`nbp_${"ſ".repeat(36)}`, "nbp_")).toBeNull();
    expect(readTokenText(text.replace("_", "＿"), "nbp_")).toBeNull();
    for (const alike of ["а", "Α", "Ａ", "０", "\u212a", "ı", "é", "𝟎", "\ud800"]) {
      expect(readTokenText(replaced(text, 20, alike), "nbp_")).toBeNull();
      expect(readTokenText(text.replaceAll(/[A-Za-z]/g, alike).slice(0, 40), "nbp_")).toBeNull();
    }
  });

  test("with a character outside the alphabet and a matching checksum", () => {
    const random = "abcdefghij-lmnopqrstuvwxyz0123";
    let rest = crc32(random);
    let digits = "";
    for (; rest > 0; rest = Math.floor(rest / 62)) digits = DIGITS.charAt(rest % 62) + digits;
    expect(readTokenText(`nbp_${random}${digits.padStart(6, "0")}`, "nbp_")).toBeNull();
  });

  test("with a checksum that is equal only modulo 2^32", () => {
    const random = "abcdefghijklmnopqrstuvwxyz0123";
    let rest = crc32(random) + 2 ** 32;
    let digits = "";
    for (; rest > 0; rest = Math.floor(rest / 62)) digits = DIGITS.charAt(rest % 62) + digits;
    expect(digits).toHaveLength(6);
    expect(readTokenText(`nbp_${random}${digits}`, "nbp_")).toBeNull();
  });
});

test("reading never throws", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary", minLength: 36, maxLength: 36 }).map((rest) => `nbp_${rest}`),
        fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
      ),
      prefix,
      (text, given) => {
        expect(readTokenText(text, given)).toBeNull();
      },
    ),
    { numRuns: 5000 },
  );
  for (const filler of ["a", "\0", "ß", "\ud800"]) {
    expect(readTokenText(`nbp_${filler.repeat(2 ** 20)}`, "nbp_")).toBeNull();
  }
});

test("a token without a shape error is read, unless its secret has invalid characters", () => {
  fc.assert(
    fc.property(made, ({ prefix: own, text }) => {
      expect(tokenTextError(text, own)).toBeNull();
      expect(tokenTextError(text, own === "nbp_" ? "nbi_" : "nbp_")).toBe("invalid token prefix");
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), prefix, (text, own) => {
      if (readTokenText(text, own) !== null) expect(tokenTextError(text, own)).toBeNull();
      else expect(tokenTextError(text, own)).toEqual(expect.any(String));
    }),
  );
});

const SECRET = "0".repeat(30);

test.each([
  ["", "invalid token length"],
  [`nbi_${SECRET}2C8GjSx`, "invalid token length"],
  [`nbi_ä${"0".repeat(29)}2C8GjS`, "invalid token length"],
  [`nbp_${SECRET}2C8GjS`, "invalid token prefix"],
  [`NBI_${SECRET}2C8GjS`, "invalid token prefix"],
  [`nbi_${SECRET}2C8Gj_`, "checksum decoding failed: invalid character"],
  [`nbi_${SECRET}2C8Gjä`.replace("0", ""), "checksum decoding failed: invalid character"],
  [`nbi_${SECRET}2C8GjT`, "checksum does not match"],
  [`nbi_${SECRET}2C8GjS`, null],
])("the reason for an invite token like %s is %s", (text, reason) => {
  expect(tokenTextError(text, "nbi_")).toBe(reason);
});
