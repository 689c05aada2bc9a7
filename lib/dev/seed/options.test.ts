import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readSeedOptions } from "./options.ts";

test("the defaults are those of the benchmark", () => {
  expect(readSeedOptions([])).toEqual({
    serviceUsers: 10_000,
    tokens: 100_000,
    usable: 1000,
    events: 0,
    out: resolve("tokens.txt"),
    add: false,
  });
});

test.each([
  ["--service-users=-1"],
  ["--tokens=1e3"],
  ["--tokens=1.5"],
  ["--usable="],
  ["--tokens=1000001"],
  ["--tokens=5", "--usable=6"],
  ["--service-users=0"],
  ["--service-users=0", "--tokens=0", "--usable=0", "--events=1"],
  ["--out="],
  ["--tokens"],
  ["--no-such-option"],
  ["--add=yes"],
  ["word"],
])("refuses %s in one line", (...args) => {
  expect(() => readSeedOptions(args)).toThrow(/^--?\S+ .*$|^(Option|Unknown|Unexpected) .*$/);
});

test("an invalid option exits with 2 and one line, without a change", () => {
  const program = join(import.meta.dirname, "../seed.ts");
  const done = spawnSync(process.execPath, [program, "--tokens=many"], { encoding: "utf8" });
  expect([done.status, done.stdout]).toEqual([2, ""]);
  expect(done.stderr).toBe('--tokens must be a whole number from 0 to 1000000, not "many"\n');
});
