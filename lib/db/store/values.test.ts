import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, fromSqlite, refusalOf, toSqlite } from "./values.ts";

test.each([
  ["2026-01-02T03:04:05.125+00:00", "2026-01-02T03:04:05.125Z"],
  ["2026-01-02 03:04:05.1259", "2026-01-02T03:04:05.125Z"],
  ["2026-01-02T05:04:05+02", "2026-01-02T03:04:05.000Z"],
  ["2026-01-02 05:04:05+0200", "2026-01-02T03:04:05.000Z"],
  ["2026-01-02", "2026-01-02T00:00:00.000Z"],
  [1700000000123n, "2023-11-14T22:13:20.123Z"],
  ["soon", undefined],
  [1.5, undefined],
])("SQLite's time %s is %s", (stored, read) => {
  expect(fromSqlite("time", stored)).toBe(read);
});

test("a value is the same after it was stored in SQLite", () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), fc.bigInt(), fc.boolean(), (date, number, on) => {
      const time = date.toISOString();
      expect(fromSqlite("time", toSqlite("time", time))).toBe(time);
      expect(fromSqlite("bigint", toSqlite("bigint", `${number}`))).toBe(`${number}`);
      const stored = toSqlite("boolean", `${on}`);
      expect(fromSqlite("boolean", BigInt(`${stored}`))).toBe(`${on}`);
    }),
  );
  expect(fromSqlite("text", toSqlite("text", null))).toBe(null);
});

test("JSON is equal whatever the order of its keys, and other text is none", () => {
  expect(canonicalJson('{"b":[{"d":1,"c":2.0}],"a":"\\u00e9"}')).toBe(
    '{"a":"é","b":[{"c":2,"d":1}]}',
  );
  expect(canonicalJson("{")).toBe(undefined);
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(canonicalJson(text) ?? "")).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  ["text", "a\0b", "has a NUL character"],
  ["text", "a\\u0000b", undefined],
  ["json", '["a\\u0000b"]', "has a NUL character"],
  ["json", '{"\\u0000":1}', "has a NUL character"],
  ["json", '["a\\\\u0000b"]', undefined],
  ["json", '["\\ud800"]', "has half of a surrogate pair"],
  ["json", '["😀"]', undefined],
  ["integer", "2147483647", undefined],
  ["integer", "2147483648", "is out of range"],
  ["bigint", "-9223372036854775808", undefined],
  ["bigint", "9223372036854775808", "is out of range"],
  ["time", "9999-12-31T23:59:59.999Z", undefined],
  ["time", "+010000-01-01T00:00:00.000Z", "is not in the years 1 to 9999"],
  ["boolean", undefined, "is not of the type boolean"],
  ["boolean", null, undefined],
] as const)("%s %j is refused with: %s", (kind, value, refusal) => {
  expect(refusalOf(kind, value)).toBe(refusal);
});
