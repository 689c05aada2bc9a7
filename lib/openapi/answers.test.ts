import { expect, test } from "vitest";
import { z } from "zod";
import { none, type Operation } from "#lib/contract/operation.ts";
import { answersOf } from "./answers.ts";

const operation: Operation = {
  method: "GET",
  path: "/api/things",
  summary: "Things",
  tag: "tokens",
  access: "signed-in",
  params: none,
  query: none,
  body: null,
  response: z.array(z.string()),
  problems: [],
};
const statusesOf = (change: Partial<Operation>) =>
  Object.keys(answersOf({ ...operation, ...change }, { answer: "" }));

test("a file has the media types of its query's formats, with the example in the first", () => {
  const query = z.object({ format: z.enum(["csv", "json"]).default("csv").optional() });
  const done = answersOf({ ...operation, query, file: true }, { answer: "a,b" })[200];
  expect(done?.content).toEqual({
    "text/csv": { schema: { type: "string" }, example: "a,b" },
    "application/json": { schema: operation.response },
  });
});

test("only paged lists have a Link header", () => {
  const query = z.object({ cursor: z.string().optional() });
  expect(answersOf({ ...operation, query }, { answer: [] })[200]?.headers).toHaveProperty("Link");
  expect(answersOf(operation, { answer: [] })[200]?.headers).not.toHaveProperty("Link");
});

test.each<[string, Partial<Operation>, string]>([
  ["a public read without input", { access: "anyone" }, "200 400 414 431 500 503"],
  ["an operation that needs a credential", {}, "200 400 401 403 414 429 431 500 503"],
  [
    "an operation with input",
    { query: z.object({ a: z.string() }) },
    "200 400 401 403 414 422 429 431 500 503",
  ],
  [
    "a POST with a body, which may also be repeated",
    { method: "POST", body: none },
    "200 400 401 403 409 413 414 415 422 429 431 500 503",
  ],
  [
    "an operation's own problems, once and in order",
    { problems: ["not_found", "forbidden"] },
    "200 400 401 403 404 414 429 431 500 503",
  ],
])("%s", (_, change, statuses) => {
  expect(statusesOf(change)).toEqual(statuses.split(" "));
});
