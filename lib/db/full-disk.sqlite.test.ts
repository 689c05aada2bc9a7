import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { freshDatabaseUrl, openAgain } from "#lib/dev/testing/database.ts";
import { isFull } from "./free-space.ts";

const PROGRAM = new URL("../dev/testing/fill-disk.ts", import.meta.url).pathname;

test("when files cannot grow, writes are 503, the server is not ready, and no acknowledged write is lost", async () => {
  const url = await freshDatabaseUrl("migrated");
  // The shell's blocks are 512 or 1024 bytes.
  const limited = 'ulimit -f 2000 && exec "$0" "$@"';
  const { stdout } = await promisify(execFile)("sh", [
    "-c",
    limited,
    process.execPath,
    PROGRAM,
    url,
  ]);
  const said = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  expect(said).toEqual({ before: "ok", problem: "unavailable", after: "unwritable", lost: 0 });
  await expect((await openAgain(url)).read.account.count()).resolves.toBeGreaterThan(5);
});

const NOTHING = { bsize: 1024, blocks: 1_000_000, bfree: 0, bavail: 0 };

test.each([
  ["7 MiB are left", { bavail: 7 * 1024, bfree: 900_000 }, false, true],
  ["9 MiB are left", { bavail: 9 * 1024, bfree: 9 * 1024 }, false, false],
  ["the administrator's share is left, to them", { bfree: 9 * 1024 }, true, false],
  ["the administrator's share is left, to others", { bfree: 9 * 1024 }, false, true],
  ["the file system has no size", { blocks: 0 }, false, false],
])("a disk on which %s is full: %j, %s → %s", (_, space, isAdministrator, full) => {
  expect(isFull({ ...NOTHING, ...space }, isAdministrator)).toBe(full);
});
