import type { Kind, Value } from "./tables.ts";

/*
 * Values of SQLite in the common form (`Value`), and what PostgreSQL refuses. SQLite's columns
 * accept values of every type.
 */

const FROM_SQLITE: Record<Kind, (value: unknown) => Value> = {
  text: (value) => (typeof value === "string" ? value : undefined),
  integer: (value) => (typeof value === "bigint" ? `${value}` : undefined),
  bigint: (value) => (typeof value === "bigint" ? `${value}` : undefined),
  boolean: (value) => (value === 1n ? "true" : value === 0n ? "false" : undefined),
  time: timeOf,
  // A JSON number is stored as a number.
  json: (value) => (value instanceof Uint8Array ? undefined : canonicalJson(`${value}`)),
};

const TO_SQLITE: Record<Kind, (text: string) => string | number | bigint> = {
  text: (text) => text,
  integer: BigInt,
  bigint: BigInt,
  boolean: (text) => (text === "true" ? 1 : 0),
  // As Prisma's adapter writes times: lists are ordered by the text.
  time: (text) => text.replace("Z", "+00:00"),
  json: (text) => text,
};

/** A value that was read from SQLite with integers as bigint. */
export function fromSqlite(kind: Kind, value: unknown): Value {
  return value === null ? null : FROM_SQLITE[kind](value);
}

/** The value to store in SQLite. */
export function toSqlite(kind: Kind, value: Value): string | number | bigint | null {
  return value === null || value === undefined ? null : TO_SQLITE[kind](value);
}

/** The same JSON with sorted keys, as PostgreSQL does not keep their order; undefined if invalid. */
export function canonicalJson(text: string): string | undefined {
  try {
    return JSON.stringify(
      JSON.parse(text, (_, value) => (isRecord(value) ? sorted(value) : value)),
    );
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sorted = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const CLOCK = /\d{2}:\d{2}:\d{2}(?:\.\d+)?(Z|[+-]\d{2}(:?\d{2})?)?$/;

/** Reads a time as Prisma's client does: without a zone it is UTC. */
function timeOf(value: unknown): Value {
  if (typeof value === "bigint") return isoTime(Number(value));
  if (typeof value !== "string") return undefined;
  const [clock, zone, minutes] = CLOCK.exec(value) ?? [];
  if (clock === undefined) return isoTime(Date.parse(`${value}T00:00:00Z`));
  const end = zone === undefined ? "Z" : zone === "Z" || minutes !== undefined ? "" : ":00";
  return isoTime(Date.parse(`${value.replace(" ", "T")}${end}`));
}

function isoTime(milliseconds: number): Value {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

const INT4 = 2n ** 31n;
const INT8 = 2n ** 63n;
const COMMON_TIME = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const ESCAPED = /\\u(?:0000|d[89a-f])/i;

const fits = (text: string, limit: bigint) => BigInt(text) >= -limit && BigInt(text) < limit;

const REFUSED: Record<Kind, (text: string) => string | undefined> = {
  text: (text) => (text.includes("\0") ? "has a NUL character" : undefined),
  integer: (text) => (fits(text, INT4) ? undefined : "is out of range"),
  bigint: (text) => (fits(text, INT8) ? undefined : "is out of range"),
  boolean: () => undefined,
  time: (text) => (COMMON_TIME.test(text) ? undefined : "is not in the years 1 to 9999"),
  json: refusedJson,
};

/** The reason why the value cannot be copied, as the end of a sentence; undefined if it can. */
export function refusalOf(kind: Kind, value: Value): string | undefined {
  if (value === undefined) return `is not of the type ${kind}`;
  return value === null ? undefined : REFUSED[kind](value);
}

function refusedJson(text: string): string | undefined {
  if (!ESCAPED.test(text)) return undefined;
  let refusal: string | undefined;
  const check = (value: unknown) => {
    if (typeof value !== "string") return;
    if (value.includes("\0")) refusal = "has a NUL character";
    if (!value.isWellFormed()) refusal = "has half of a surrogate pair";
  };
  JSON.parse(text, (key, value) => {
    check(key);
    check(value);
    return value;
  });
  return refusal;
}
