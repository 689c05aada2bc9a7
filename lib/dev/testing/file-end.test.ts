import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { atFileEnd, endFile, oncePerFile, temporaryFolder } from "./file-end.ts";

test("what a file left to its end runs in reverse order, all of it, and only once", async () => {
  const done: string[] = [];
  atFileEnd(() => void done.push("first"));
  atFileEnd(() => Promise.reject(new Error("refused")));
  atFileEnd(() => void done.push("last"));
  await expect(endFile()).rejects.toThrow("refused");
  expect(done).toEqual(["last", "first"]);
  await endFile();
  expect(done).toHaveLength(2);
});

test("a value is made once for a file, and again for the next one", async () => {
  const make = vi.fn(() => ({}));
  const value = oncePerFile(make);
  const first = value();
  expect(value()).toBe(first);
  await endFile();
  expect(value()).not.toBe(first);
  expect(make).toHaveBeenCalledTimes(2);
});

test("a folder of a file is gone after it, and the next file has another", async () => {
  const folder = temporaryFolder("roost-file-end-");
  const first = folder();
  expect(existsSync(first)).toBe(true);
  await endFile();
  expect(existsSync(first)).toBe(false);
  expect(folder()).not.toBe(first);
});

const SETUP = ["own-state.ts", "no-output.ts", "browser.ts"];

test.each(["lib/dev/testing", "app/testing"])(
  "no module of %s but those of the setup has hooks: it is loaded for the first file only",
  (name) => {
    const folder = join(repositoryRoot(), name);
    const modules = readdirSync(folder).filter(
      (file) => /\.tsx?$/.test(file) && !file.includes(".test.") && !SETUP.includes(file),
    );
    const withHooks = modules.filter((file) =>
      /^\s*(?:before|after)(?:All|Each)\(/m.test(readFileSync(join(folder, file), "utf8")),
    );
    expect(modules).not.toEqual([]);
    expect(withHooks).toEqual([]);
  },
);
