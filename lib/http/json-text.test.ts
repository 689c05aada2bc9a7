import { expect, test } from "vitest";
import { z } from "zod";
import { parseBody } from "./body.ts";

const body = z.object({ a: z.unknown().optional() });
const START = "couldn't parse JSON request: ";

function refusalOf(bytes: Uint8Array): string {
  try {
    parseBody(bytes, { body });
  } catch (error) {
    expect(error).toMatchObject({ problem: "invalid_request" });
    return String((error as Error).message);
  }
  return "none";
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, "utf16le"));
const bigEndian = (text: string) => new Uint8Array(Buffer.from(text, "utf16le").swap16());

test.each([
  ["{", "a } is missing at byte 2 (line 1, column 2)"],
  ['{"a":}', "a value is missing at byte 6 (line 1, column 6)"],
  ['{"a":1,}', "a name in double quotes is missing at byte 8 (line 1, column 8)"],
  ["{'a':1}", "an unknown word or character at byte 2 (line 1, column 2)"],
  ['{\n "a": 1\n "b": 2}', "a comma is missing at byte 12 (line 3, column 2)"],
  ['{"ä": nul}', "an unknown word or character at byte 8 (line 1, column 7)"],
  ['{"a":"x\ny"}', "a string is not closed at byte 8 (line 1, column 8)"],
  ['{"a":"\\x"}', "a backslash before a character that needs none at byte 8 (line 1, column 8)"],
  ["{} x", "an unknown word or character at byte 4 (line 1, column 4)"],
  ["// note\n{}", "a comment at byte 1 (line 1, column 1)"],
  ['\ufeff{"a":}', "a value is missing at byte 9 (line 1, column 6)"],
  ["", "the body is empty"],
  [" \n", "the body is empty"],
  ["[]", "the body must be an object"],
  ["null", "the body must be an object"],
])("%j is refused with its first invalid position", (text, reason) => {
  expect(refusalOf(utf8(text))).toBe(START + reason);
});

test.each([
  [
    "Latin-1",
    latin1('{"a":"Büro"}'),
    "the body is not UTF-8: byte 8 (0xFC) is part of no character",
  ],
  [
    "Latin-1 at the end",
    latin1('{"a":"é'),
    "the body is not UTF-8: byte 7 (0xE9) is part of no character",
  ],
  [
    "a half emoji",
    utf8('{"a":"👩"}').slice(0, 8),
    "the body is not UTF-8: byte 8 (0x9F) is part of no character",
  ],
  [
    "a surrogate",
    new Uint8Array([0x7b, 0xed, 0xa0, 0x80]),
    "the body is not UTF-8: byte 3 (0xA0) is part of no character",
  ],
  ["UTF-16 with its mark", utf16('\ufeff{"a":1}'), "the body looks like UTF-16; it must be UTF-8"],
  ["big-endian UTF-16", bigEndian('\ufeff{"a":1}'), "the body looks like UTF-16; it must be UTF-8"],
  ["UTF-16 without a mark", utf16('{"a":1}'), "the body looks like UTF-16; it must be UTF-8"],
])("%s is refused, and the message names UTF-8", (_, bytes, reason) => {
  expect(refusalOf(bytes)).toBe(START + reason);
});

test("UTF-8 with a byte-order mark is read", () => {
  expect(parseBody(utf8('\ufeff{"a":"Büro"}'), { body })).toEqual({ a: "Büro" });
});

test("JSON that is nested too deeply for the search is refused all the same", () => {
  expect(refusalOf(utf8(`{"a":${"[".repeat(20_000)}`))).toMatch(/^couldn't parse JSON request/);
});
