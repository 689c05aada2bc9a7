import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { absoluteDatabaseUrl, databaseUrlError } from "./database-address.ts";
import { loadSettings } from "./settings.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "roost-address-"));
});
afterEach(() => rmSync(root, { recursive: true }));

test.each([
  ["file:///srv/my%20data/roost.db", "/srv/my data/roost.db"],
  ["file:./b%C3%BCro.db", "/root/büro.db"],
  ["file:data/100%25.db", "/root/data/100%.db"],
  ["file:///srv/a%23b.db", "/srv/a#b.db"],
  ["file://localhost/srv/roost.db", "/srv/roost.db"],
  ["file://data/roost.db", "/root/data/roost.db"],
  ["file:/srv/plain.db", "/srv/plain.db"],
])("%s is the file %s", (url, path) => {
  expect(databaseUrlError(url)).toBeUndefined();
  expect(absoluteDatabaseUrl(url, "/root")).toBe(`file:${path}`);
});

test.each([
  ["file:./100%.db", "has a % that begins no percent-encoding; write it as %25"],
  ["file:./a%00.db", "must not have a ? or a NUL character in its path"],
  ["file:./a%3Fmode=ro", "must not have a ? or a NUL character in its path"],
  [
    "postgresql://roost:p#ss@db/roost",
    "has the character # in its user or password; write it as %23",
  ],
  [
    "postgresql://roost:12#4@db/roost",
    "has the character # in its user or password; write it as %23",
  ],
  [
    "postgresql://roost:p@ss@db/roost",
    "has the character @ in its user or password; write it as %40",
  ],
  [
    "postgresql://roost:p/ss@db/roost",
    "has the character / in its user or password; write it as %2F",
  ],
  [
    "postgres://roost:p?ss@db/roost",
    "has the character ? in its user or password; write it as %3F",
  ],
  [
    "postgresql://roost:p?a=ss@db/roost",
    "has the character ? in its user or password; write it as %3F",
  ],
  ["postgresql://roost:p ss@db/roost", "has a blank in its user or password; write it as %20"],
  [
    "postgresql://roost:p[ss@db/roost",
    "has the character [ in its user or password; write it as %5B",
  ],
  [
    "postgresql://roost:50%@db/roost",
    "has a % in its user or password that begins no percent-encoding; write it as %25",
  ],
])("%s %s", (url, reason) => {
  expect(databaseUrlError(url)).toBe(reason);
  const start = () => loadSettings({ DATABASE_URL: url }, root);
  expect(start).toThrow(`DATABASE_URL ${reason}`);
  expect(start).not.toThrow("ss@");
  expect(readdirSync(root)).toEqual([]);
});

test.each([
  "postgresql://roost:p%23s%40s%2F@db/roost",
  "postgresql://roost@[::1]:5432/roost",
  "postgresql:///roost?host=/var/run/postgresql",
  "postgresql://db/roost?options=-c%20search_path%3Da",
  "postgresql://roost:p:s@db/roost?application_name=a",
  "postgresql://roost@db/roost?user=a@b",
  "postgresql://db/roost?user=a@b",
  "postgresql:///roost?user=a@b",
])("%s is a database address", (url) => {
  expect(databaseUrlError(url)).toBeUndefined();
});

test("refuses an address whose literal path has a database and the decoded one has none", () => {
  mkdirSync(join(root, "my%20data"));
  writeFileSync(join(root, "my%20data/roost.db"), "");
  const env = { DATABASE_URL: "file:my%20data/roost.db" };
  expect(() => loadSettings(env, root)).toThrow(
    `DATABASE_URL now means ${root}/my data/roost.db, but the database is ${root}/my%20data/roost.db: move it`,
  );
  expect(readdirSync(root)).toEqual(["my%20data"]);
  const kept = loadSettings({ DATABASE_URL: "file:my%2520data/roost.db" }, root);
  expect(kept.databaseUrl).toBe(`file:${root}/my%20data/roost.db`);
});
