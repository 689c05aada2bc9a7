import { expect, test } from "vitest";
import { apiDocument } from "#lib/openapi/document.ts";
import { SAMPLE_ACCESS_TOKEN } from "#lib/openapi/samples.ts";
import { AT_THE_DOOR, answerChecker } from "./check-answer.ts";

const check = answerChecker(apiDocument());
const checkBehindDoor = answerChecker(apiDocument(), AT_THE_DOOR);

const ERROR = { message: "no", code: 404, request_id: "1" };
const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
const seen = {
  method: "GET",
  pathname: "/api/users/a/tokens/b",
  status: 200,
  headers,
  body: SAMPLE_ACCESS_TOKEN as unknown,
};

test("accepts described answers, errors and unknown paths", () => {
  expect(check(seen)).toEqual([]);
  expect(check({ ...seen, status: 404, body: ERROR })).toEqual([]);
  expect(check({ ...seen, pathname: "/api/nothing", status: 404, body: ERROR })).toEqual([]);
  expect(check({ ...seen, method: "HEAD", body: "" })).toEqual([]);
});

test.each([
  ["an extra field", { body: { ...SAMPLE_ACCESS_TOKEN, hashed_token: "x" } }],
  ["a missing field", { body: { ...SAMPLE_ACCESS_TOKEN, name: undefined } }],
  ["a wrong format", { body: { ...SAMPLE_ACCESS_TOKEN, created_at: "yesterday" } }],
  ["a status of other operations", { status: 412, body: ERROR }],
  ["a status of no operation", { status: 501, body: ERROR }],
  ["an error with an extra field", { status: 404, body: { ...ERROR, stack: "at" } }],
  ["a 401 without a challenge", { status: 401, body: ERROR }],
  [
    "a 422 without a field",
    { method: "POST", pathname: "/api/users/a/tokens", status: 422, body: ERROR },
  ],
  ["another media type", { headers: new Headers({ "content-type": "text/html" }) }],
  ["a cacheable answer", { headers: new Headers({ "content-type": "application/json" }) }],
  ["a success at an unknown path", { pathname: "/api/nothing" }],
  [
    "an unknown path with another body",
    { pathname: "/api/nothing", status: 404, body: "not found" },
  ],
])("finds %s", (_, change) => {
  expect(check({ ...seen, ...change })).not.toEqual([]);
});

test("accepts the request handler's own errors only in the usual form", () => {
  expect(checkBehindDoor({ ...seen, status: 400, body: ERROR })).toEqual([]);
  expect(checkBehindDoor({ ...seen, status: 400, body: "Bad Request" })).not.toEqual([]);
});
