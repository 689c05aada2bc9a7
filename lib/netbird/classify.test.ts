import { expect, test } from "vitest";
import { netbirdApi } from "#lib/contract/netbird-api.ts";
import type { Method } from "#lib/contract/routes.ts";
import { classifyError, type ErrorAnswer } from "./classify.ts";

type Asked = Partial<Pick<ErrorAnswer, "method" | "path">> & { code?: unknown };
const json = (message: unknown, status: number, asked: Asked = {}) => {
  const { method = "GET", path = "/api/peers/{peerId}", code = status } = asked;
  return classifyError({ status, body: { message, code }, method, path });
};
const other = (status: number) =>
  classifyError({ status, body: undefined, method: "GET", path: "/api/peers/{peerId}" });

test.each<[number, string, string, number]>([
  [404, "peer not found: p1", "refused", 404],
  [404, "policy: user: x not found", "refused", 404],
  [404, "invalid token: pat: 7b23 not found", "credential", 502],
  [404, "pat: 7b23 not found", "credential", 502],
  [404, "user: u1 not found", "credential", 502],
  [404, "user role: x not found", "credential", 502],
  [404, "account not found: a1", "credential", 502],
  [404, "failed to validate user permissions: user: u1 not found", "credential", 502],
  [401, "token invalid", "credential", 502],
  [401, "", "credential", 502],
  [403, "failed to validate user permissions: user is blocked", "credential", 502],
  [403, "user is pending approval", "credential", 502],
  [403, "user is not part of this account", "credential", 502],
  [403, "permission denied", "refused", 403],
  [409, "group name exists", "refused", 409],
  [422, "name must not be empty", "refused", 422],
  [429, "too many requests", "rate_limited", 429],
  [500, "internal server error", "error", 500],
  [520, "odd", "error", 502],
  [407, "odd", "refused", 502],
])("NetBird's %i %j is %s, %i for the client", (status, message, kind, expected) => {
  expect(json(message, status)).toMatchObject({ class: kind, status: expected });
});

test.each<[number, string, number]>([
  [404, "no_route", 501],
  [405, "no_route", 501],
  [401, "credential", 502],
  [403, "error", 403],
  [418, "error", 502],
  [429, "rate_limited", 429],
  [502, "error", 502],
  [503, "error", 503],
  [525, "error", 502],
])("a %i without JSON is %s, %i for the client", (status, kind, expected) => {
  expect(other(status)).toMatchObject({ class: kind, status: expected });
});

test("a missing user of the path is NetBird's own 404", () => {
  const about = (path: string) => json("user: u1 not found", 404, { path });
  expect(about("/api/users/{userId}")).toMatchObject({ status: 404 });
  expect(about("/api/users/{userId}/tokens")).toMatchObject({ status: 404 });
  for (const path of ["/api/users-of-others", "/api/users", "/api/accounts"]) {
    expect(about(path)).toMatchObject({ class: "credential", status: 502 });
  }
});

test("a 404 without NetBird's code, as of a gateway that lost its route, is no missing object", () => {
  for (const code of [undefined, null, "404", 5, 400]) {
    const body = { message: "peer not found", ...(code === undefined ? {} : { code }) };
    for (const method of ["GET", "PUT", "DELETE"] as const) {
      const answer = { status: 404, body, method, path: "/api/peers/{peerId}" };
      expect(classifyError(answer)).toMatchObject({ class: "no_route", status: 501 });
    }
  }
});

test("a list is never missing; a single object, a list of an object, and what a body names may be", () => {
  const asked = (path: string, method: Method = "GET") =>
    json("group not found", 404, { path, method }).status;
  expect(asked("/api/peers")).toBe(501);
  expect(asked("/api/dns/settings")).toBe(501);
  expect(asked("/api/agent-network/settings")).toBe(404);
  expect(asked("/api/peers/{peerId}/jobs")).toBe(404);
  expect(asked("/api/setup-keys", "POST")).toBe(404);
});

test("only a passed 404 of NetBird has the words that make Terraform forget an object", () => {
  const texts = [
    "x not found",
    "Not Found",
    "invalid token: pat: x not found",
    "user: x not found",
  ];
  for (const { method, path } of netbirdApi.filter(({ forward }) => forward === "yes")) {
    for (let status = 400; status < 600; status += 1) {
      for (const answer of [
        other(status),
        ...texts.map((text) => json(text, status, { method, path })),
      ]) {
        if (/not found/i.test(answer.message)) {
          expect([status, answer.class, answer.status]).toEqual([404, "refused", 404]);
          expect(method !== "GET" || path.includes("{") || path.endsWith("/settings")).toBe(true);
        }
        expect([401, 407].includes(answer.status)).toBe(false);
      }
    }
  }
});

test("a long or wrong message is not passed on", () => {
  expect(json("x".repeat(5000), 422).message).toHaveLength(1000);
  for (const message of [null, 7, {}, "  "]) {
    expect(json(message, 422).message).toBe("NetBird answered with status 422");
  }
});
