import { expect, test } from "vitest";
import { netbirdApi } from "#lib/contract/netbird-api.ts";
import { describedOperations } from "./openapi.ts";
import { routeOf } from "./router.ts";

const found = (method: string, url: string) => {
  const routed = routeOf(method, url);
  return routed && "row" in routed ? `${method} ${routed.row.path}` : routed;
};
const nameless = ({ method, path }: { method: string; path: string }) =>
  `${method} ${path.replaceAll(/\{[^}]+\}/g, "{}")}`;

test("the table lists NetBird's documented operations, and those marked as undocumented", () => {
  const documented = netbirdApi.filter(({ undocumented }) => !undocumented).map(nameless);
  expect(documented.toSorted()).toEqual(describedOperations().map(nameless).toSorted());
});

test("finds every operation of the table by its own path", () => {
  for (const { method, path } of netbirdApi) {
    expect(found(method, path.replaceAll(/\{[^}]+\}/g, "some-ID_1")), path).toBe(
      `${method} ${path}`,
    );
  }
});

test.each([
  [
    "an encoded slash separates segments",
    "POST",
    "/api/peers/abc%2Fjobs",
    "POST /api/peers/{peerId}/jobs",
  ],
  ["also in a users path", "POST", "/api/users/u1%2ftokens", "POST /api/users/{userId}/tokens"],
  [
    "a literal precedes a parameter",
    "GET",
    "/api/networks/resources",
    "GET /api/networks/resources",
  ],
  ["an encoded literal is a literal", "GET", "/api/users/%63urrent", "GET /api/users/current"],
  ["any byte may be in a parameter", "PUT", "/api/peers/%00%ff;%0a", "PUT /api/peers/{peerId}"],
  [
    "encoded question marks are of the path",
    "GET",
    "/api/peers/a%3Fb?c",
    "GET /api/peers/{peerId}",
  ],
  ["dots lead to a redirect", "GET", "/api/peers/%2e%2e/users", { cleanPath: "/api/users" }],
  ["so do two slashes", "POST", "/api//users", { cleanPath: "/api/users" }],
  ["a wrong escape is malformed", "GET", "/api/peers/%zz", { malformed: true }],
  ["no slash at the end", "GET", "/api/users/", null],
  ["no other method", "PATCH", "/api/users/u1", null],
  ["no HEAD", "HEAD", "/api/peers", null],
  ["no other path", "GET", "/api/nothing", null],
])("%s", (_, method, url, expected) => {
  expect(found(method, url)).toEqual(expected);
});
