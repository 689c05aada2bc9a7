import { expect, test } from "vitest";
import { plainTarget, type RequestHead, rejectionOf } from "./validate-request.ts";

const refused = (method: string, target: string, more: Partial<RequestHead> = {}) =>
  rejectionOf({ method, target, hosts: ["roost.example"], ...more });

test.each([
  ["//api/users", "/api/users"],
  ["/api//users///x", "/api/users/x"],
  ["//evil.example/x", "/evil.example/x"],
  ["/api/users?next=//x", "/api/users?next=//x"],
  ["http://roost.example/api/users?a=b", "/api/users?a=b"],
  ["http://roost.example", "/"],
  ["HTTPS://roost.example?a", "/?a"],
  ["*", "*"],
])("normalises %s to %s", (target, expected) => {
  expect(plainTarget(target)).toBe(expected);
});

test.each([
  ["GET", "/api/users?service_user=true"],
  ["HEAD", "/api/users"],
  ["PATCH", "/api/users/x"],
  ["OPTIONS", "/api/users"],
  ["GET", "/api/users/a%2Fb?name=%C3%A4+x"],
  ["GET", "/team/users?q=100%"],
  ["GET", "/apiary"],
  ["GET", "/..."],
])("%s %s is accepted", (method, target) => {
  expect(refused(method, target)).toBeUndefined();
});

test.each([
  "/api/users/%zz",
  "/api/users/%",
  "/api/users/%ff",
  "/api/users?name=%zz",
  "/team/%zz",
  "/api/users/%00",
  "/api/users?name=%00",
  "/api/users\\x",
  "/api/b\u00fcro",
  "/api/users#x",
  "/api/../setup",
  "/api/users/%2e%2E/setup",
  "/api/./users",
  "api/users",
  "*",
])("%s is a malformed URL", (target) => {
  expect(refused("GET", target)).toMatchObject({ status: 400, message: /URL|target/ });
});

test("refuses a URL over the length limit", () => {
  expect(refused("GET", `/api/users?q=${"a".repeat(8180)}`)).toMatchObject({ status: 414 });
  expect(refused("GET", `/api/users?q=${"a".repeat(8179)}`)).toBeUndefined();
});

test.each(["TRACE", "CONNECT", "PROPFIND", "get"])(
  "the API refuses %s and lists its methods",
  (method) => {
    expect(refused(method, "/api/users")).toEqual({
      status: 405,
      message: `method ${method} is not allowed here`,
      allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
    });
  },
);

test("pages accept only GET and HEAD", () => {
  expect(refused("POST", "/team/users")).toMatchObject({ status: 405, allow: "GET, HEAD" });
  expect(rejectionOf({ method: "POST", target: "/__nextjs", hosts: ["x"] }, true)).toBeUndefined();
});

test.each([[], ["a", "b"], ["a b"], ["a/b"], ["user@a"], ['a"'], [""]])(
  "refuses the Host headers %j %j",
  (...hosts) => {
    expect(refused("GET", "/api/users", { hosts })).toMatchObject({ status: 400 });
  },
);

test.each(["roost.example", "roost_1:3000", "127.0.0.1:3000", "[::1]:3000"])(
  "accepts the Host %s",
  (host) => {
    expect(refused("GET", "/api/users", { hosts: [host] })).toBeUndefined();
  },
);

test("refuses a WebSocket upgrade and ignores an HTTP/2 upgrade", () => {
  expect(refused("GET", "/api/users", { upgrade: "WebSocket" })).toMatchObject({ status: 400 });
  expect(refused("GET", "/api/users", { upgrade: "h2c" })).toBeUndefined();
});

test("a trailing slash is 404 on the API, not a redirect", () => {
  expect(refused("POST", "/api/users/")).toEqual({ status: 404, message: "path not found" });
  expect(refused("GET", "/api/users/?a=b")).toMatchObject({ status: 404 });
  expect(refused("GET", "/team/users/")).toBeUndefined();
});
