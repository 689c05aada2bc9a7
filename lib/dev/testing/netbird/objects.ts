import { type NetBirdOperation, netbirdApi } from "#lib/contract/netbird-api.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { type Call, Refusal, record } from "./call.ts";
import type { Json, JsonObject } from "./go-json.ts";
import { objectsAt } from "./state.ts";

/* Every operation without a handler of its own, by the form of its path in the table. */

const isParameter = (segment: string | undefined) => segment?.startsWith("{") === true;
const nameless = (path: string) => path.replaceAll(/\{[^}]+\}/g, "{}");
const known = new Set(netbirdApi.map(({ path }) => nameless(path)));
const methodsAt = (path: string) =>
  netbirdApi.filter((row) => row.path === path).map(({ method }) => method);

const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));
const lastOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function item(call: Call, path: string): JsonObject {
  const found = objectsAt(call.state, parentOf(path)).get(lastOf(path));
  if (found === undefined)
    throw new Refusal(404, `${lastOf(parentOf(path))} not found: ${lastOf(path)}`);
  return found;
}

/** Throws 404 unless the objects above the last segment exist. */
function assertParents(call: Call): void {
  const segments = call.row.path.split("/");
  const given = call.path.split("/");
  for (let at = 1; at < segments.length - 1; at += 1) {
    const template = segments.slice(0, at + 1).join("/");
    const isStored = isParameter(segments[at]) && known.has(nameless(template));
    if (isStored) item(call, given.slice(0, at + 1).join("/"));
  }
}

const NO_PAGE = { data: [], page: 1, page_size: 50, total_records: 0, total_pages: 0 };

function read(call: Call): unknown {
  const { row, path, state } = call;
  if (row.paged) return NO_PAGE;
  if (isParameter(lastOf(row.path))) return item(call, path);
  if (known.has(`${nameless(row.path)}/{}`)) return [...objectsAt(state, path).values()];
  const isSingle = methodsAt(row.path).some((method) => method === "PUT");
  if (!isSingle) return row.secretResponse?.every((field) => !field.startsWith("[]")) ? {} : [];
  const single = state.single.get(path);
  if (single === undefined) throw new Refusal(404, `${lastOf(path)} not found`);
  return single;
}

function write(call: Call): unknown {
  const { row, path, body, state } = call;
  const isItem = isParameter(lastOf(row.path));
  if (row.method === "DELETE") {
    if (isItem) item(call, path);
    (isItem ? objectsAt(state, parentOf(path)) : state.single).delete(isItem ? lastOf(path) : path);
    return {};
  }
  if (isItem) return replace(item(call, path), body);
  if (!known.has(`${nameless(row.path)}/{}`)) {
    if (methodsAt(row.path).includes("GET")) state.single.set(path, body);
    return { ...body };
  }
  const id = newXid();
  const made = { ...body, id };
  objectsAt(state, path).set(id, made);
  return made;
}

function replace(object: JsonObject, body: JsonObject): JsonObject {
  const { id = "" } = object;
  for (const key of Object.keys(object)) delete object[key];
  return Object.assign(object, body, { id });
}

/** A value that a test finds wherever it should not be. */
export const secretOf = (field: string) => `secret-of-netbird${field.replaceAll("[]", "")}`;

/** Fills in what the table calls a secret of the answer, as a real server would. */
export function plantSecrets(row: NetBirdOperation, answer: unknown): unknown {
  const copy = structuredClone(answer) as Json;
  for (const field of row.secretResponse ?? []) plant(copy, field.split("."), secretOf(field));
  return copy;
}

function plant(at: Json | undefined, [step = "", ...rest]: string[], secret: string): void {
  if (typeof at !== "object" || at === null) return;
  if (Array.isArray(at)) {
    for (const one of at) plant(one, [step, ...rest], secret);
    return;
  }
  const name = step.replace("[]", "");
  if (name === "") {
    plant(at, rest, secret);
    return;
  }
  if (rest.length === 0) {
    at[name] = name.endsWith("headers") ? { "X-Key": secret } : (at[name] ?? secret);
    return;
  }
  at[name] ??= step.endsWith("[]") ? [{}] : {};
  plant(at[name], rest, secret);
}

/** Answers an operation on stored objects. */
export function handleObjects(call: Call): unknown {
  assertParents(call);
  if (call.row.method === "GET") return read(call);
  const answer = write(call);
  const target = Object(answer).id ?? lastOf(call.path);
  record(call, `${call.row.module}.${call.row.operation}`, String(target));
  return answer;
}
