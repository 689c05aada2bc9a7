/*
 * Malformed requests. Values are JSON strings, since some are not JavaScript values: numbers that
 * are too large, lone surrogates, duplicate keys.
 */

const DEEP = 10_000;
const MANY = 10_000;
const many = (item: string) => `[${Array(MANY).fill(item).join(",")}]`;

/** Strings that are difficult for databases, regular expressions and prototypes. */
export const ODD_STRINGS = [
  "",
  " ",
  "\0",
  "a\0b",
  "\n\r\t",
  "__proto__",
  "constructor",
  "toString",
  "current",
  "0",
  "-1",
  "1e400",
  "99999999999999999999",
  "null",
  "true",
  "%",
  "%00",
  "_%\\",
  '\'; DROP TABLE "User"; --',
  "<script>alert(1)</script>",
  "{}",
  "[]",
  "\u{1f469}\u200d\u{1f469}\u200d\u{1f467}",
  "\u202e\u0645\u0631\u062d\u0628\u0627",
  "\ufeff\uffff",
  "e\u0301\u0130\u017f",
  "2026-01-31T12:00:00Z",
  "0000-01-01T00:00:00Z",
  "\u{1f600}".repeat(2_000),
  "x".repeat(5_000),
] as const;

/** Replacements for the value of any field. */
export const ODD_VALUES = [
  ...ODD_STRINGS.map((text) => JSON.stringify(text)),
  `"${"x".repeat(10_000)}"`,
  '"\\ud800"',
  '"a\\udc00b"',
  ...["null", "true", "false", "0", "-0", "1", "-1", "30.5", "1e2", "1e-400", "1e400", "-1e400"],
  ...["2147483648", "9007199254740993", `1${"0".repeat(400)}`],
  ...["[]", "[[]]", "[null]", "[1]", "[true]", '[""]', '["\\u0000"]', '["\\ud800"]', '["a","a"]'],
  ...["{}", '{"__proto__":{"role":"owner"}}', '{"constructor":{"prototype":{}}}', '{"length":1}'],
  ...['{"id":1}', '{"id":"a","type":"a"}', '[{"id":"a","id":"b","type":"host","type":"host"}]'],
  many('"a"'),
  many("1"),
  many("null"),
  many('{"id":"a","type":"host"}'),
  `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
  `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
] as const;

/** Replacements for the whole body: not an object, not JSON, or not text. */
export const ODD_BODIES: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  ...[
    "",
    " ",
    "null",
    "true",
    "1",
    '"a"',
    "[]",
    "[{}]",
    "{",
    "}",
    "{]",
    '{"a"',
    '{"a":}',
    "{'a':1}",
  ],
  ...["{} {}", "{}x", "\ufeff{}", "undefined", "NaN", "name=a&role=admin"],
  `${"[".repeat(DEEP)}`,
  `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
  `{"a":${"[".repeat(DEEP)}${"]".repeat(DEEP)}}`,
  `{"a":"${"x".repeat(70_000)}"}`,
  `{"a":"${"x".repeat(1_100_000)}"}`,
  new Uint8Array([0]),
  new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
  new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x7d]),
  new Uint8Array(1000).fill(0xf0),
];

/** Replacements for the value of a header. */
export const ODD_HEADERS = {
  authorization: [
    ...[
      "Token",
      "Bearer",
      "Token  ",
      "Basic YTpi",
      "Token a b",
      "Token \t",
      "nbp_",
      "\u00e9\u00ff",
    ],
    `Token nbp_${"0".repeat(36)}`,
    `Token nbp_${"\u00e9".repeat(36)}`,
    `Token nbi_${"0".repeat(36)}`,
    `Bearer ${"a.".repeat(2_000)}`,
    `Token ${"nbp_".repeat(5_000)}`,
  ],
  "idempotency-key": ["a b", "\u00e9", "x".repeat(256), "__proto__", "x".repeat(20_000)],
  "user-agent": ["\u00e9\u00ff", "x".repeat(20_000), "__proto__"],
  "content-length": ["-1", "x", "1e400", "99999999999999999999"],
  "content-type": ["", "text/html", "application/x-www-form-urlencoded", "x".repeat(5_000)],
  origin: ["null", "http://", "x", "http://[", "x".repeat(5_000)],
  host: ["", "[", "a b", "x".repeat(5_000)],
} as const;
