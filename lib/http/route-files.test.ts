import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { operations } from "#lib/contract/operations.ts";
import { handlers } from "./handlers.ts";

const folder = join(repositoryRoot(), "app", "api");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith("route.ts"))
  .filter((name) => !name.startsWith("auth") && !name.startsWith("[[...path]]"));

/** `users/[userId]/route.ts` → `/api/users/{userId}`. */
const pathOf = (name: string) => `/api/${dirname(name)}`.replaceAll("[", "{").replaceAll("]", "}");

test("every route file serves its own path with every method", () => {
  for (const name of files) {
    // The formatter breaks the line at a long path.
    const text = readFileSync(join(folder, name), "utf8").replace(/\(\n *(".*"),\n\)/, "($1)");
    expect(text, name).toContain(
      `export const { GET, POST, PUT, PATCH, DELETE } = routes("${pathOf(name)}")`,
    );
  }
});

test("every operation has a route file, and every route file an operation", () => {
  const paths = new Set<string>(Object.values(operations).map(({ path }) => path));
  expect(new Set(files.map(pathOf))).toEqual(paths);
});

test("every operation has a handler, and each method and path is unique", () => {
  const ids = Object.keys(operations);
  expect(Object.keys(handlers).sort()).toEqual(ids.sort());
  const places = Object.values(operations).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});
