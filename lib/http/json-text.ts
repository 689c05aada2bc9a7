import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";

const UTF8_BOM = [0xef, 0xbb, 0xbf];

const begins = (bytes: Uint8Array, mark: number[]): boolean =>
  mark.every((byte, at) => bytes[at] === byte);

/** Two bytes a character: the mark of UTF-16, or a NUL beside an ASCII character at the start. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if (begins(bytes, [0xff, 0xfe]) || begins(bytes, [0xfe, 0xff])) return true;
  return bytes.length > 1 && (first === 0) !== (second === 0);
}

/** The place of the first byte that does not belong to UTF-8. */
function firstWrongByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [good, bad] = [0, bytes.length];
  // A beginning is good as long as it may go on to be UTF-8.
  const isGood = (length: number) => {
    try {
      decoder.decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    } finally {
      try {
        decoder.decode();
      } catch {
        // A half character at the end; the decoder starts again after it.
      }
    }
  };
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Bytes as text, without a byte-order mark, or for their sender why they are not UTF-8. */
export function textOf(bytes: Uint8Array): { text: string } | { reason: string } {
  if (looksLikeUtf16(bytes)) return { reason: "the body looks like UTF-16; it must be UTF-8" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const at = firstWrongByte(bytes);
    const byte = bytes[at]?.toString(16).toUpperCase();
    return { reason: `the body is not UTF-8: byte ${at + 1} (0x${byte}) is part of no character` };
  }
}

const WORDS: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: "an unknown word or character",
  InvalidNumberFormat: "a number that is none",
  PropertyNameExpected: "a name in double quotes is missing",
  ValueExpected: "a value is missing",
  ColonExpected: "a colon is missing",
  CommaExpected: "a comma is missing",
  CloseBraceExpected: "a } is missing",
  CloseBracketExpected: "a ] is missing",
  EndOfFileExpected: "the body goes on after its end",
  InvalidCommentToken: "a comment",
  UnexpectedEndOfString: "a string is not closed",
  InvalidUnicode: "a \\u without four hexadecimal digits",
  InvalidEscapeCharacter: "a backslash before a character that needs none",
  InvalidCharacter: "a control character in a string",
};

type Place = { what: string; offset: number };

/** What the parser stumbles over first; undefined where it does not, or runs out of stack. */
function firstSyntaxError(text: string): Place | undefined {
  let first: Place | undefined;
  const onError = (code: ParseErrorCode, offset: number) => {
    first ??= { what: WORDS[printParseErrorCode(code)] ?? "it is no JSON", offset };
  };
  try {
    visit(text, { onError }, { disallowComments: true });
  } catch {
    // Nested too deeply.
  }
  return first;
}

/** The engine's own place is nearer within a string, but it does not always give one. */
function engineOffset(error: unknown): number | undefined {
  const [, position] = / at position (\d+)/.exec(String(error)) ?? [];
  return position === undefined ? undefined : Number(position);
}

/**
 * The first thing wrong in the text of these bytes, which the engine refused with this error: what
 * it is, and its byte, counted from 1 as are line and column.
 */
export function jsonSyntaxError(
  text: string,
  bytes: Uint8Array,
  error: unknown,
): string | undefined {
  if (text.trim() === "") return "the body is empty";
  const found = firstSyntaxError(text);
  if (found === undefined) return undefined;
  const before = text.slice(0, engineOffset(error) ?? found.offset);
  const mark = begins(bytes, UTF8_BOM) ? UTF8_BOM.length : 0;
  const byte = mark + Buffer.byteLength(before) + 1;
  const lines = before.split("\n");
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return `${found.what} at byte ${byte} (line ${lines.length}, column ${column})`;
}
