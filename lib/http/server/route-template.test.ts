import { expect, test } from "vitest";
import { operations } from "#lib/contract/operations.ts";
import { PAGE_TEMPLATES } from "#lib/contract/pages.ts";
import { routeTemplate } from "./route-template.ts";

test.each(Object.values(operations).map(({ path }) => path))("%s is its own template", (path) => {
  expect(routeTemplate(path.replace(/\{\w+\}/g, "c9kd2m0000000000abcd"))).toBe(path);
});

test.each(PAGE_TEMPLATES)("the page %s is its own template", (path) => {
  expect(routeTemplate(path.replace(/\{\w+\}/g, "c9kd2m0000000000abcd"))).toBe(path);
});

test.each([
  ["/invite/nbi_AbCdEfGhIj0123456789abcdefghij012345", "/invite/{token}"],
  ["/api/users/invites/nbi_AbCdEfGhIj0123456789abcdefghij012345", "/api/users/invites/{invite}"],
  [
    "/api/users/invites/nbi_AbCdEfGhIj0123456789abcdefghij012345/accept",
    "/api/users/invites/{invite}/accept",
  ],
  ["/api/users/invites/nbi_AbCdEfGhIj0123456789abcdefghij012345/x/y", "/api/*"],
  ["/api/auth/callback/credentials", "/api/auth/*"],
  ["/api/auth/verify", "/api/auth/*"],
  ["/api/auth/verify/", "/api/auth/verify/{service}"],
  ["/api/auth/verify/wiki/nbi_AbCdEfGhIj0123456789abcdefghij012345", "/api/auth/verify/{service}"],
  ["/_next/static/chunks/0123.js", "/_next/static/*"],
  ["/wp-login.php", "other"],
  ["/team/users/", "other"],
  ["/", "/"],
])("%s is logged as %s", (path, template) => {
  expect(routeTemplate(path)).toBe(template);
});
