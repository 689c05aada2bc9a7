import { copyFile, readdir, rename, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { beforeEach, expect, test, vi } from "vitest";
import { databaseToCopy, keepWriting, shelf } from "#lib/dev/testing/backups.ts";
import { freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { using } from "#lib/dev/testing/migrations.ts";
import { backUp } from "./backup.ts";
import { migrate } from "./migrations.ts";
import { databasePath } from "./sqlite-connection.ts";

const REFUSED =
  /^There is a write-ahead log, [^\n]+ is not the file it belongs to[^\n]+restore <file>\.$/;

let url: string;
let path: string;
beforeEach(async () => {
  url = await databaseToCopy();
  path = databasePath(url);
});

/** Kills a server, which leaves a log with changes. */
async function killedServer(prefix: string, count = 30): Promise<string[]> {
  await migrate(url);
  const writing = await keepWriting(url, prefix, count);
  await writing.kill();
  expect(await readdir(join(path, ".."))).toContain("roost.db-wal");
  return writing.acknowledged;
}

const idsIn = (where: string) =>
  using(where, async ({ read }) => {
    const rows = await read.account.findMany({ select: { id: true } });
    return rows.map(({ id }) => id);
  });

const overwrite = (from: string) => copyFile(from, path);
const moveOver = async (from: string) => {
  await copyFile(from, `${from}.moved`);
  await rename(`${from}.moved`, path);
};

test.each([{ place: overwrite }, { place: moveOver }])(
  "refuses a manually restored file ($place.name) next to the old log and changes nothing",
  async ({ place }) => {
    const backup = join(shelf(), `by-hand-${place.name}`);
    const writing = await keepWriting(url, "early", 10);
    await backUp(url, backup, true);
    await writing.kill();
    await migrate(url);
    await killedServer("late");
    await place(backup);
    await expect(migrate(url)).rejects.toThrow(REFUSED);
    await rm(`${path}-wal`);
    await rm(`${path}-shm`);
    await migrate(url);
    const ids = await idsIn(url);
    expect(ids.filter((id) => id.startsWith("late"))).toEqual([]);
    expect(ids).toContain("early5");
  },
);

test("refuses a backup from the time of the log itself", async () => {
  const backup = join(shelf(), "same-log");
  await migrate(url);
  const writing = await keepWriting(url, "a", 10);
  await backUp(url, backup, false);
  await writing.kill();
  await overwrite(backup);
  await expect(migrate(url)).rejects.toThrow(REFUSED);
});

test("refuses an upgrade's copy and a stopped server's copy next to a later log", async () => {
  await copyFile(path, join(shelf(), "stopped"));
  const copy = new Sqlite(path);
  copy.exec(`VACUUM INTO '${join(shelf(), "vacuumed")}'`);
  copy.close();
  await killedServer("later");
  for (const name of ["stopped", "vacuumed"]) {
    await overwrite(join(shelf(), name));
    await expect(migrate(url)).rejects.toThrow(REFUSED);
  }
});

test("refuses a file ahead of the log and a file of another installation", async () => {
  await killedServer("first");
  await copyFile(`${path}-wal`, join(shelf(), "old-log"));
  await migrate(url);
  const later = await keepWriting(url, "second", 30);
  await later.kill();
  await migrate(url);
  await copyFile(join(shelf(), "old-log"), `${path}-wal`);
  await expect(migrate(url)).rejects.toThrow(REFUSED);
  const other = await freshDatabaseUrl("empty");
  await migrate(other);
  await copyFile(join(shelf(), "old-log"), `${databasePath(other)}-wal`);
  await expect(migrate(other)).rejects.toThrow(REFUSED);
});

test("refuses a log without its database file and creates no empty database", async () => {
  await killedServer("kept");
  await rm(path);
  await expect(migrate(url)).rejects.toThrow(/-wal, and roost\.db is missing\./);
  expect(await readdir(join(path, ".."))).not.toContain("roost.db");
});

test("a backup looks at the log before anything else opens the database", async () => {
  await killedServer("foreign");
  await copyFile(`${path}-wal`, join(shelf(), "foreign-wal"));
  await rm(path);
  await rm(`${path}-wal`);
  await migrate(url);
  await copyFile(join(shelf(), "foreign-wal"), `${path}-wal`);
  const opened = vi.fn(async () => {});
  await expect(backUp(url, join(shelf(), "copy"), false, opened)).rejects.toThrow(REFUSED);
  expect(opened).not.toHaveBeenCalled();
});

test("after kill -9 at any time the start succeeds with every acknowledged write", async () => {
  const acknowledged: string[] = [];
  for (const count of [1, 6, 45, 130]) {
    acknowledged.push(...(await killedServer(`round${count}-`, count)));
    await migrate(url);
  }
  const ids = new Set(await idsIn(url));
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
});

test("accepts a log truncated at any point, as by a power cut", async () => {
  await killedServer("cut", 40);
  const { size } = await stat(`${path}-wal`);
  await copyFile(path, join(shelf(), "whole"));
  await copyFile(`${path}-wal`, join(shelf(), "whole-wal"));
  for (const part of [0, 0.01, 0.3, 0.5, 0.77, 0.999]) {
    await copyFile(join(shelf(), "whole"), path);
    await copyFile(join(shelf(), "whole-wal"), `${path}-wal`);
    await truncate(`${path}-wal`, Math.floor(size * part));
    await expect(migrate(url)).resolves.toEqual({ applied: [] });
  }
});

test("accepts a database and a log from before the numbers", async () => {
  const old = new Sqlite(path);
  old.exec("PRAGMA user_version = 0; PRAGMA wal_checkpoint(TRUNCATE)");
  old.exec(`CREATE TABLE "Early" (id TEXT)`);
  await copyFile(path, join(shelf(), "before"));
  await copyFile(`${path}-wal`, join(shelf(), "before-wal"));
  old.close();
  await copyFile(join(shelf(), "before"), path);
  await copyFile(join(shelf(), "before-wal"), `${path}-wal`);
  await migrate(url);
  await expect(migrate(url)).resolves.toEqual({ applied: [] });
});
