import { z } from "zod";
import type { Operation } from "#lib/contract/operation.ts";
import { type FieldError, Problem } from "#lib/contract/problem.ts";
import type { ApiRequest } from "./api-request.ts";
import { jsonSyntaxError, textOf } from "./json-text.ts";
import { assertNothingNarrows } from "./narrowing.ts";
import { innermost } from "./schema-parts.ts";

const KIB = 1024;
const BODY_LIMIT_KIB = 64;
/** Wrong fields that an answer names: a list of ten thousand may be wrong ten thousand times. */
const ERRORS_MAX = 100;

/** How many bytes a body of this operation, or of a sign-in, may have. */
export const bodyLimitOf = ({ bodyLimitKib = BODY_LIMIT_KIB }: { bodyLimitKib?: number } = {}) =>
  bodyLimitKib * KIB;

const tooLarge = (limit: number) =>
  new Problem("too_large", `the body is larger than ${limit / KIB} KiB`);

/** A client that goes away is no trouble of ours: its error would look like one of the database. */
async function* chunksOf(request: Pick<ApiRequest, "body">): AsyncGenerator<Uint8Array> {
  try {
    yield* request.body();
  } catch (error) {
    throw new Problem("invalid_request", "the body ended too early", { cause: error });
  }
}

/** A coding would have to be undone with a limit of its own: no client of this API needs one. */
function assertNoCoding(coding: string | null): void {
  if (coding === null || /^\s*(identity)?\s*$/i.test(coding)) return;
  throw new Problem(
    "unsupported_media",
    "Content-Encoding is not supported: send the body as it is",
  );
}

/** The body's bytes; 415 for compressed ones, 413 as soon as they pass the limit, whatever Content-Length says. */
export async function readBytes(
  request: Pick<ApiRequest, "headers" | "body">,
  limitBytes: number,
): Promise<Uint8Array> {
  assertNoCoding(request.headers.get("content-encoding"));
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Bytes as text, without a byte-order mark; 400 for anything but UTF-8, which it names. */
export function decodeText(bytes: Uint8Array, unreadable: string): string {
  const read = textOf(bytes);
  if ("text" in read) return read.text;
  throw new Problem("invalid_request", `${unreadable}: ${read.reason}`);
}

function parseJsonObject(bytes: Uint8Array, unreadable: string): object {
  const refuse = (reason: string | undefined) =>
    new Problem("invalid_request", reason === undefined ? unreadable : `${unreadable}: ${reason}`);
  const text = decodeText(bytes, unreadable);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(jsonSyntaxError(text, bytes, error));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refuse("the body must be an object");
  }
  return value;
}

const takesNull = (schema: z.core.$ZodType): boolean => innermost(schema) instanceof z.ZodNullable;

/** Refused by its schema before it looks at an entry. */
const isTooLong = (list: unknown[], { def }: z.ZodArray): boolean =>
  (def.checks ?? []).some(
    (check) => check instanceof z.core.$ZodCheckMaxLength && list.length > check._zod.def.maximum,
  );

/**
 * The value with its keys, at every depth, as the schema spells them, in any letter case, without
 * those that are null or unknown: the wire contract (1.8) treats `null` as absent, but for a field
 * of Roost's own where it is a value. Both are left to the schema where it is strict: a condition
 * without a value is a mistake. So is a list that is
 * too long for it: a caller without the permission could otherwise make Roost check half a million entries.
 */
function normalizeKeys(value: unknown, wrapped: z.core.$ZodType): unknown {
  const schema = innermost(wrapped);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return isTooLong(value, schema)
      ? value
      : value.map((item) => normalizeKeys(item, schema.element));
  }
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!(schema instanceof z.ZodObject) || !isObject) return value;
  // What narrows a deletion may not vanish: a strict object gets to see its nulls.
  const isStrict = schema.def.catchall instanceof z.ZodNever;
  const known = new Map(Object.keys(schema.shape).map((key) => [key.toLowerCase(), key]));
  const normalized = new Map<string, unknown>();
  const given = value as Record<string, unknown>;
  for (const key of Object.keys(given)) {
    const item = given[key];
    const name = known.get(key.toLowerCase());
    const isAbsent = name === undefined || (item === null && !takesNull(schema.shape[name]));
    if (!isStrict && isAbsent) continue;
    if (name === undefined) normalized.set(key, item);
    else normalized.set(name, normalizeKeys(item, schema.shape[name]));
  }
  return Object.fromEntries(normalized);
}

/** The words for a value of the wrong kind, where the schema has none of its own. */
function describeIssue(issue: z.core.$ZodRawIssue): string {
  const path = issue.path?.join(".") || "body";
  if (issue.code === "invalid_type") {
    const expected = { int: "a whole number", array: "a list" }[String(issue.expected)];
    return `${path} must be ${expected ?? `a ${issue.expected}`}`;
  }
  if (issue.code === "unrecognized_keys") return `${issue.keys[0]} is not a known field`;
  return `${path} is not valid`;
}

const pathOf = (issue: z.core.$ZodIssue) =>
  [...issue.path, ...(issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [])].join(".");

/** NetBird's message, where the entry of the field says more than that. */
function summaryOf(issue: z.core.$ZodIssue | undefined): string | undefined {
  const summary = issue?.code === "custom" ? issue.params?.summary : undefined;
  return typeof summary === "string" ? summary : undefined;
}

/** Parses by a schema of the contract; 422 names the wrong fields, the first one in its message. */
export function parseWith<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, { error: describeIssue });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const unreadable = issues.find(
    (issue) => issue.code === "custom" && issue.params?.unreadable === true,
  );
  const errors: FieldError[] = issues.slice(0, ERRORS_MAX).map((issue) => ({
    path: pathOf(issue),
    message: issue.message,
  }));
  if (unreadable) throw new Problem("invalid_request", unreadable.message, { errors });
  const message = summaryOf(issues[0]) ?? errors[0]?.message ?? "not valid";
  throw new Problem("validation_failed", message, { errors });
}

type WithBody<S extends z.ZodObject> = Pick<Operation, "bodyOptional" | "unreadableBody"> & {
  body: S;
};

/** The object of a body as it came: of a form, where the operation takes one, or of JSON; 400 otherwise. */
export function readObject(
  bytes: Uint8Array,
  operation: Pick<Operation, "bodyOptional" | "unreadableBody" | "form">,
  contentType: string | null,
): object {
  const isForm =
    operation.form && /^\s*application\/x-www-form-urlencoded\b/i.test(contentType ?? "");
  return isForm ? readForm(bytes) : readJson(bytes, operation);
}

/** RFC 6749, 3.2: no parameter is sent twice. */
function readForm(bytes: Uint8Array): object {
  const sent = new URLSearchParams(decodeText(bytes, "couldn't parse form"));
  const names = [...sent.keys()];
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) {
    throw new Problem("invalid_request", `couldn't parse form: ${repeated} is sent twice`);
  }
  return Object.fromEntries(sent);
}

/** The JSON object of a body as it came; 400 for what is none. */
function readJson(
  bytes: Uint8Array,
  {
    bodyOptional,
    unreadableBody = "couldn't parse JSON request",
  }: Pick<Operation, "bodyOptional" | "unreadableBody">,
): object {
  return bodyOptional && bytes.length === 0 ? {} : parseJsonObject(bytes, unreadableBody);
}

/** The body as the operation's schema reads it: 400 for what is no JSON object, 422 for a wrong field. */
export function parseBody<S extends z.ZodObject>(
  given: Uint8Array | object,
  operation: WithBody<S>,
): z.output<S> {
  const body = given instanceof Uint8Array ? readJson(given, operation) : given;
  const parsed = parseWith(operation.body, normalizeKeys(body, operation.body));
  assertNothingNarrows(body, operation.body);
  return parsed;
}
