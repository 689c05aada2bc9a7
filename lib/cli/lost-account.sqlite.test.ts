import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { backUp } from "#lib/db/backup.ts";
import { database, useDatabase } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { databasePath } from "#lib/db/sqlite-connection.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { runProgram } from "#lib/dev/testing/migrations.ts";
import { seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";

/* An SQLite installation with a lost database, for the programs of a start and an operator. */

const LOST =
  /^This installation has an account, but its database roost\.db has none[^\n]+start-afresh\)\.\n$/;
const OWNER = { name: "n", email: "n@example.test", password: "eight tall trees" };

let url: string;
let path: string;
let folder: string;
beforeEach(async () => {
  captureLog();
  url = await freshDatabaseUrl("migrated");
  path = databasePath(url);
  folder = dirname(path);
  useTestSettings({ databaseUrl: url, dataFolder: folder });
});

/** Runs the admin command like an operator, with modules loaded before it. */
const admin = (args: string[], preloaded = "") => run("lib/cli/admin.ts", args, preloaded);

type Ended = { code: number | null; output: string };

function run(program: string, args: string[], preloaded = ""): Promise<Ended> {
  const script = join(repositoryRoot(), program);
  const env = { ...process.env, DATABASE_URL: url };
  const options = preloaded ? ["--import", preloaded] : [];
  return new Promise((resolve) => {
    execFile(process.execPath, [...options, script, ...args], { env }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, output: out + err });
    });
  });
}

async function served<T>(work: () => Promise<T>): Promise<T> {
  const opened = await openDatabase(url);
  useDatabase(opened);
  return work().finally(() => opened.close());
}

const marker = () => readFile(join(folder, "account"), "utf8");
const setUp = () => callApi("POST", "/api/setup", { body: OWNER });

async function installation(): Promise<void> {
  expect((await runProgram(url)).code).toBe(0);
  await served(() => setUp());
  expect(await marker()).toBe("present roost.db\n");
}

async function remove(): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith("roost.db")) await rm(join(folder, name));
  }
}

test("refuses a start without the installation's database in one line, creates none, until start-afresh", async () => {
  await installation();
  expect((await runProgram(url)).code).toBe(0);
  await remove();
  expect(await runProgram(url)).toEqual({ code: 1, output: expect.stringMatching(LOST) });
  expect(existsSync(path)).toBe(false);
  await writeFile(path, "");
  expect(await runProgram(url)).toEqual({ code: 1, output: expect.stringMatching(LOST) });
  expect((await admin(["start-afresh"])).code).toBe(0);
  expect((await runProgram(url)).code).toBe(0);
  expect(await admin(["start-afresh"])).toEqual({
    code: 1,
    output: "Nothing to do: no start is refused for a missing account.\n",
  });
});

test("the operator's commands and the seed are refused like a start, without creating or replacing files", async () => {
  await installation();
  const backup = join(folder, "backup");
  expect((await admin(["backup", backup])).code).toBe(0);
  const good = await readFile(backup);
  const empty = await readFile(databasePath(await freshDatabaseUrl("migrated")));
  const refused = { code: 1, output: expect.stringMatching(LOST) };
  await remove();
  expect(await admin(["setup-code"])).toEqual(refused);
  expect(await run("lib/dev/seed.ts", ["--out", join(folder, "tokens")])).toEqual(refused);
  expect(existsSync(path)).toBe(false);
  await writeFile(path, empty);
  expect(await admin(["backup", backup, "--force"])).toEqual(refused);
  expect((await readFile(backup)).equals(good)).toBe(true);
  expect(await readdir(folder)).not.toContain("tokens");
  expect((await admin(["restore", backup])).code).toBe(0);
  expect((await runProgram(url)).code).toBe(0);
});

test("refuses an empty database in place of the right one and leaves it unchanged", async () => {
  await installation();
  const other = await freshDatabaseUrl("migrated");
  await copyFile(databasePath(other), path);
  const before = await readFile(path);
  expect(await runProgram(url)).toEqual({ code: 1, output: expect.stringMatching(LOST) });
  expect((await readFile(path)).equals(before)).toBe(true);
});

test("refuses a DATABASE_URL of another, empty database and names both", async () => {
  await installation();
  const other = `file:${join(folder, "rooster.db")}`;
  const { code, output } = await runProgram(other);
  expect([code, output.split("\n").length]).toEqual([1, 2]);
  expect(output).toMatch(/account in the database roost\.db, but DATABASE_URL names rooster\.db/);
  expect(await readdir(folder)).not.toContain("rooster.db");
});

test("after the deletion of the account, a start needs no start-afresh, regardless of the marker", async () => {
  await installation();
  const early = await marker();
  const deleted = await served(async () => {
    const owner = await database().read.user.findFirstOrThrow();
    const { cookie } = await seedSession(owner.id);
    return callApi("DELETE", `/api/accounts/${owner.accountId}`, { cookie });
  });
  expect([deleted.status, await marker()]).toEqual([200, "deleted roost.db\n"]);
  expect((await runProgram(url)).code).toBe(0);
  // As if killed between the deletion and the marker.
  await writeFile(join(folder, "account"), early);
  expect((await runProgram(url)).code).toBe(0);
});

test("after a restore was killed between its two renames, a start is refused and the restore can be repeated", async () => {
  await installation();
  const backup = join(folder, "backup");
  await backUp(url, backup, false);
  await rm(join(folder, "account"));
  const kill = `data:text/javascript,${encodeURIComponent(`
    import fs from "node:fs/promises";
    import { syncBuiltinESMExports } from "node:module";
    const rename = fs.rename;
    fs.rename = async (from, to) => {
      await rename(from, to);
      if (from === ${JSON.stringify(path)}) process.kill(process.pid, "SIGKILL");
    };
    syncBuiltinESMExports();
  `)}`;
  expect((await admin(["restore", backup], kill)).code).toBeNull();
  expect(existsSync(path)).toBe(false);
  expect(await readdir(folder)).not.toContain("roost.db-wal");
  expect(await runProgram(url)).toEqual({ code: 1, output: expect.stringMatching(LOST) });
  expect((await admin(["restore", backup])).code).toBe(0);
  expect((await runProgram(url)).code).toBe(0);
  expect((await served(() => setUp())).status).toBe(412);
});
