import { expect, test } from "vitest";
import { pathIndex } from "./path-index.ts";

const at = pathIndex(
  ["/api/users/{userId}", "/api/users", "/api/users/current", "/api/{x}/current/tokens"]
    .concat("/api/users/{userId}/tokens", "/api/users/invites/{invite}")
    .map((template) => [template, template]),
);

test.each([
  ["/api/users", "/api/users", {}],
  ["/api/users/current", "/api/users/current", {}],
  ["/api/users/currents", "/api/users/{userId}", { userId: "currents" }],
  ["/api/users/u1/tokens", "/api/users/{userId}/tokens", { userId: "u1" }],
  ["/api/users/invites/tokens", "/api/users/invites/{invite}", { invite: "tokens" }],
  ["/api/users/current/tokens", "/api/users/{userId}/tokens", { userId: "current" }],
])("%s is %s", (path, value, params) => {
  expect(at(path)).toEqual({ value, params });
});

test.each(["/api/users/", "/api/users/u1/", "/api", "", "/api/users/u1/tokens/x", "/API/users"])(
  "%j has no template",
  (path) => {
    expect(at(path)).toBeUndefined();
  },
);

test("parameters and literals are decoded after the split into segments", () => {
  expect(at("/api/users/a%2Fb%20c")).toMatchObject({ params: { userId: "a/b c" } });
  expect(at("/api/users/%63urrent")).toEqual({ value: "/api/users/current", params: {} });
  expect(at("/api/users/%zz")).toMatchObject({ params: { userId: "%zz" } });
});

test("an object's own names are ordinary parameters and paths", () => {
  expect(at("/api/users/__proto__")).toEqual({
    value: "/api/users/{userId}",
    params: { userId: "__proto__" },
  });
  expect(at("constructor")).toBeUndefined();
});
