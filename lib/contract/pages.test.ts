import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PAGE_TEMPLATES } from "./pages.ts";

const APP = join(import.meta.dirname, "../../app");

/** `(dashboard)/team/users/[userId]/page.tsx` → `/team/users/{userId}`. */
function templateOf(file: string): string {
  const segments = file.split("/").slice(0, -1);
  const visible = segments.filter((segment) => !/^\(.+\)$/.test(segment));
  return `/${visible.map((segment) => segment.replace(/^\[(.+)\]$/, "{$1}")).join("/")}`;
}

test("the table has every page of app/, once, and no other", () => {
  const inApp = globSync("**/page.tsx", { cwd: APP }).map(templateOf);
  expect(inApp).toContain("/overview");
  expect(PAGE_TEMPLATES.toSorted()).toEqual(inApp.toSorted());
});
