import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "./project-root.ts";

/** What is loaded once the API could answer. */
const PROBE = `
  await import("./lib/cli/serve.ts");
  await import("./lib/http/server/api-handler.ts");
  await import("./lib/http/server/forward-auth-handler.ts");
  const { Module } = await import("node:module");
  const packages = Object.keys(Module._cache).map((file) => file.split("node_modules/").at(-1));
  console.log(JSON.stringify({ builtIn: process.moduleLoadList, packages }));
`;

test("the API answers without fetch, undici, Next and next-auth loaded", () => {
  const node = ["--input-type=module", "--no-warnings", "--eval", PROBE];
  const output = execFileSync(process.execPath, node, { cwd: PROJECT_ROOT, encoding: "utf8" });
  const { builtIn, packages } = JSON.parse(output) as Record<"builtIn" | "packages", string[]>;
  expect(packages.some((file) => file.startsWith("better-sqlite3/"))).toBe(true);
  expect(packages.filter((file) => /^(next|next-auth|jose|undici)\//.test(file))).toEqual([]);
  expect(builtIn.filter((name) => name.includes("undici"))).toEqual([]);
});
