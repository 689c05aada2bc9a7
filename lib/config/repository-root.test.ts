import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repositoryRoot } from "./repository-root.ts";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "roost-root-"));
});
afterEach(() => rmSync(base, { recursive: true }));

function roostAt(path: string, name = "roost"): string {
  mkdirSync(join(base, path, "lib/config"), { recursive: true });
  writeFileSync(join(base, path, "package.json"), JSON.stringify({ name }));
  return join(base, path);
}

test("the root is the nearest folder above with Roost's package.json", () => {
  const checkout = roostAt("checkout");
  roostAt("checkout/lib", "other");
  expect(repositoryRoot(join(checkout, "lib/config"))).toBe(checkout);
});

test("a standalone build inside its checkout counts as the checkout", () => {
  const checkout = roostAt("checkout");
  const built = roostAt("checkout/.next/standalone");
  expect(repositoryRoot(join(built, "lib/config"))).toBe(checkout);
});

test("a standalone build that was copied away is its own root", () => {
  const copied = roostAt("somewhere/.next/standalone");
  expect(repositoryRoot(join(copied, "lib/config"))).toBe(copied);
});

test("outside of Roost there is no root", () => {
  expect(() => repositoryRoot(base)).toThrow(/no package.json of Roost above/);
});
