import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import type { OperationView } from "#components/docs/chapter.ts";
import { operations } from "#lib/contract/operations.ts";
import { apiDocument } from "#lib/openapi/document.ts";
import type { DescribedOperation } from "#lib/openapi/document-types.ts";
import { curlText } from "./curl-text.ts";
import { fieldViews, typeWords } from "./field-views.ts";
import { referenceOf } from "./reference.ts";

const ORIGIN = "http://roost.test:3000";
const { chapters, objects } = referenceOf(apiDocument(), ORIGIN);
const all = chapters.flatMap((chapter) => chapter.operations);

function viewOf(id: string): OperationView {
  const found = all.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

/** The arguments that a POSIX shell hands to curl. */
function argumentsOf(curl: string): string[] {
  const shell = `ROOST_TOKEN=nbp_secret\ncurl() { printf '%s\\0' "$@"; }\n${curl}`;
  const printed = execFileSync("/bin/sh", ["-c", shell], { encoding: "utf8" });
  return printed.split("\0").slice(0, -1);
}

test("every operation is in exactly one chapter", () => {
  expect(all.map(({ id }) => id).sort()).toEqual(Object.keys(operations).sort());
});

test("every operation can be pasted into a shell, with its own path, token and body", () => {
  for (const { id, method, path, body, curl } of all) {
    const args = argumentsOf(curl);
    const url = args.find((arg) => arg.startsWith(ORIGIN)) ?? "";
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, "[^/{}]+").replaceAll(".", "\\.")}$`);
    expect(new URL(url).pathname, id).toMatch(pattern);
    expect(args.includes("-X") ? args[args.indexOf("-X") + 1] : "GET", id).toBe(method);
    const needsToken = operations[id as keyof typeof operations].access !== "anyone";
    expect(args.includes("Authorization: Token nbp_secret"), id).toBe(needsToken);
    const data = args[args.indexOf("-d") + 1] ?? "";
    if (body) expect(JSON.parse(data), id).toEqual(JSON.parse(body.example));
  }
});

test("a quote in a body does not end the quoting of the shell", () => {
  const operation = {
    security: [],
    responses: {},
    requestBody: {
      required: true,
      content: { "application/json": { schema: {}, example: { name: "it's $HOME `id`" } } },
    },
  } as unknown as DescribedOperation;
  const args = argumentsOf(curlText(ORIGIN, "/api/x", "POST", operation));
  expect(JSON.parse(args.at(-1) ?? "")).toEqual({ name: "it's $HOME `id`" });
});

test("an operation shows its permission and its description separately", () => {
  const { description, permission, errors } = viewOf("users.create");
  expect(permission).toBe("The permission users.create: the roles owner and admin.");
  expect(description).not.toContain(permission);
  expect(errors.map(({ status }) => status)).toEqual(
    "400 401 403 409 413 414 415 422 429 431 500 502 503 504".split(" "),
  );
});

test("an object of several operations has one table, which they link to", () => {
  expect(viewOf("users.list").answer).toMatchObject({
    shape: "List of ",
    object: "User",
    fields: [],
  });
  expect(viewOf("users.delete").answer).toMatchObject({ shape: "An empty object.", object: null });
  const names = objects.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["User", "PersonalAccessToken", "ErrorResponse"]));
  for (const { answer } of all) if (answer.object) expect(names).toContain(answer.object);
});

test("nested fields have dotted names, also in lists and maps", () => {
  const inner = { type: "object", properties: { b: { type: "integer", minimum: 1 } } };
  const schema = {
    type: "object",
    required: ["a"],
    properties: {
      a: inner,
      list: { type: "array", items: { $ref: "#/components/schemas/Inner" } },
      each: { type: "object", additionalProperties: inner },
    },
  };
  const views = fieldViews(schema, { Inner: inner });
  expect(views.map(({ name }) => name)).toEqual([
    "a",
    "a.b",
    "list",
    "list[].b",
    "each",
    "each.*.b",
  ]);
  expect(views[0]).toMatchObject({ required: true, type: "object" });
  expect(views[1]).toMatchObject({ required: false, type: "whole number", limits: "at least 1" });
  expect(views[2]).toMatchObject({ type: "list of Inner" });
});

test.each([
  [{ type: "string", format: "date-time" }, "time"],
  [{ type: ["string", "null"] }, "string or null"],
  [{ anyOf: [{ type: "string" }, { type: "integer" }] }, "string or whole number"],
  [{}, "any value"],
])("%j is %s", (schema, words) => {
  expect(typeWords(schema)).toBe(words);
});
