import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { operations } from "#lib/contract/operations.ts";
import { PAGES, routeTemplate } from "./route-template.ts";

const APP = join(import.meta.dirname, "../../../app");

function patternOf(file: string): string {
  const segments = file.split("/").slice(0, -1);
  const visible = segments.filter((segment) => !/^\(.+\)$/.test(segment));
  return `/${visible.map((segment) => segment.replace(/^\[(.+)\]$/, "{$1}")).join("/")}`;
}

test.each(Object.values(operations).map(({ path }) => path))("%s is its own template", (path) => {
  expect(routeTemplate(path.replace(/\{\w+\}/g, "c9kd2m0000000000abcd"))).toBe(path);
});

test("every page of the app has a template", () => {
  const pages = globSync("**/page.tsx", { cwd: APP }).map(patternOf);
  expect(pages).not.toEqual([]);
  expect([...PAGES]).toEqual(expect.arrayContaining(pages));
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
  ["/_next/static/chunks/0123.js", "/_next/static/*"],
  ["/wp-login.php", "other"],
  ["/team/users/", "other"],
  ["/", "/"],
])("%s is logged as %s", (path, template) => {
  expect(routeTemplate(path)).toBe(template);
});
