import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as tick } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { differenceToModels } from "#lib/dev/schema-diff.ts";
import { freshDatabase, freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import {
  FAILING,
  fill,
  folderOf,
  folderWith,
  kind,
  MOTTO,
  names,
  namesIn,
  rowsOf,
  runProgram,
  using,
} from "#lib/dev/testing/migrations.ts";
import { fillEveryTable } from "#lib/dev/testing/sample-rows.ts";
import type { Tx } from "./database.ts";
import { migrate } from "./migrations.ts";

test("the migrations give exactly the models", async () => {
  const url = await freshDatabaseUrl("migrated");
  expect(await differenceToModels(url, kind)).toBe("");
});

test("a difference to the models is seen, so that the test above means something", async () => {
  const { url, database } = await freshDatabase();
  await database.write(
    (tx) => tx.$executeRaw`DROP INDEX "Token_expiresAt_id_lastUsedAt_createdAt_idx"`,
  );
  await database.write((tx) => tx.$executeRaw`ALTER TABLE "Token" ADD COLUMN "extra" TEXT`);
  const difference = await differenceToModels(url, kind);
  expect(difference).toMatch(/CREATE INDEX "Token_expiresAt_id_lastUsedAt_createdAt_idx"/);
  expect(difference).toMatch(/DROP COLUMN "extra"|CREATE TABLE "new_Token"/);
});

test("both databases have migrations of the same names", () => {
  expect(namesIn("sqlite")).toEqual(namesIn("postgresql"));
});

test("a second run applies nothing and changes nothing", async () => {
  const url = await freshDatabaseUrl("empty");
  expect((await migrate(url)).applied).toEqual(names);
  await fill(url);
  const rows = await rowsOf(url);
  expect((await migrate(url)).applied).toEqual([]);
  expect(await rowsOf(url)).toEqual(rows);
});

describe.each(names.map((name, index) => ({ name, count: index + 1 })))(
  "a database with rows, made by the migrations up to $name",
  ({ count }) => {
    test("is brought to the newest one and keeps its rows", async () => {
      const url = await freshDatabaseUrl("empty");
      await migrate(url, folderOf(count));
      await fill(url);
      const before = await rowsOf(url);
      expect((await migrate(url)).applied).toEqual(names.slice(count));
      const after = await rowsOf(url);
      for (const [table, rows] of Object.entries(before)) {
        expect(rows).toHaveLength(2);
        expect(after[table]).toEqual(rows.map((row) => expect.objectContaining(row)));
      }
      expect(await differenceToModels(url, kind)).toBe("");
    });
  },
);

test("a later migration that replaces a table keeps its rows and those that refer to it", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  const before = await rowsOf(url);
  const { applied } = await migrate(url, folderWith(MOTTO));
  expect(applied).toEqual(Object.keys(MOTTO));
  const accounts = before.Account?.map((row) => ({ ...row, motto: "none" }));
  expect(await rowsOf(url)).toEqual({ ...before, Account: accounts });
});

test("a failing migration undoes itself and those of the same run, says why, and can be repeated", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  const before = await rowsOf(url);
  const bad = folderWith({ ...MOTTO, "29990102000000_bad": FAILING });
  const line = /^The database could not be upgraded and is as it was before: .*Extra.*exists/;
  await expect(migrate(url, bad)).rejects.toThrow(line);
  await expect(migrate(url, bad)).rejects.toThrow(line);
  expect(await rowsOf(url)).toEqual(before);
  const { applied } = await migrate(url, folderWith(MOTTO));
  expect(applied).toEqual(Object.keys(MOTTO));
});

test("a database that is newer than the code is refused in one line and left as it is", async () => {
  const url = await freshDatabaseUrl("migrated");
  await migrate(url, folderWith(MOTTO));
  await fill(url);
  const before = await rowsOf(url);
  await expect(migrate(url)).rejects.toThrow(
    /^The database is newer than this version of Roost: it has the migration 29990101000000_motto\./,
  );
  expect(await rowsOf(url)).toEqual(before);
});

test("a database with a migration of another line is refused", async () => {
  const url = await freshDatabaseUrl("migrated");
  const sql = `CREATE TABLE "Extra" (id TEXT);`;
  await migrate(url, folderWith({ "29990101000000_theirs": sql }));
  const other = folderWith({ "29990101000000_ours": sql });
  await expect(migrate(url, other)).rejects.toThrow(/another line of Roost.*29990101000000_theirs/);
});

test("a migration that was changed after it was applied is refused", async () => {
  const url = await freshDatabaseUrl("migrated");
  const folder = folderWith({});
  const file = join(folder, names[0] ?? "", "migration.sql");
  await writeFile(file, `${await readFile(file, "utf8")}-- changed\n`);
  await expect(migrate(url, folder)).rejects.toThrow(/is not the one that the database was made/);
});

test("other line ends in a checkout do not make a migration another one", async () => {
  const url = await freshDatabaseUrl("migrated");
  const folder = folderWith({});
  for (const name of names) {
    const file = join(folder, name, "migration.sql");
    await writeFile(file, (await readFile(file, "utf8")).replaceAll("\n", "\r\n"));
  }
  expect((await migrate(url, folder)).applied).toEqual([]);
});

test("a database that belongs to something else is refused and left as it is", async () => {
  const url = await freshDatabaseUrl("empty");
  await using(url, async (db) => {
    await db.write((tx) => tx.$executeRaw`CREATE TABLE "Theirs" (id TEXT)`);
    await db.write((tx) => tx.$executeRaw`INSERT INTO "Theirs" VALUES ('row')`);
  });
  await expect(migrate(url)).rejects.toThrow(/^The database is not empty, and .* not Roost's/);
  expect(await rowsOf(url)).toEqual({ Theirs: [{ id: "row" }] });
});

test("a database that is in use is upgraded under its readers", async () => {
  const { url, database } = await freshDatabase();
  await fillEveryTable(database, url);
  expect(await database.read.account.count()).toBe(2);
  await migrate(url, folderWith(MOTTO));
  expect(await database.read.account.count()).toBe(2);
  await database.write((tx) =>
    tx.account.update({ where: { id: "key 1" }, data: { domain: "d" } }),
  );
  expect(await database.read.account.count({ where: { domain: "d" } })).toBe(1);
});

/** Writes into the history as the engine does. */
function recordMigration(tx: Tx, name: string, finished: "NOW" | "NULL") {
  const finishedAt = finished === "NOW" ? "CURRENT_TIMESTAMP" : "NULL";
  return tx.$executeRawUnsafe(`
    INSERT INTO "_prisma_migrations"
      (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
    VALUES ('${name}', 'sum', '${name}', CURRENT_TIMESTAMP, ${finishedAt}, 1)`);
}

/** Begins an upgrade while a write is under way, and finishes that write once it waits. */
async function upgradeDuring(write: (tx: Tx) => Promise<unknown>) {
  const { url, database } = await freshDatabase();
  let upgrade: Promise<unknown> = Promise.resolve();
  let settled = false;
  await database.write(async (tx) => {
    upgrade = migrate(url, folderWith(MOTTO)).finally(() => {
      settled = true;
    });
    upgrade.catch(() => {});
    // It is longer than the driver's own wait for a lock, and than an upgrade that does not wait.
    await tick(600);
    expect(settled).toBe(false);
    await write(tx);
  });
  return { url, upgrade };
}

test("an upgrade waits for a write that is under way, and both are kept", async () => {
  const data = { id: "a", createdAt: new Date(), createdBy: "", settings: {} };
  const { url, upgrade } = await upgradeDuring((tx) => tx.account.create({ data }));
  await upgrade;
  expect(await rowsOf(url)).toMatchObject({ Account: [{ id: "a", motto: "none" }] });
});

test("what another version did while an upgrade waited is seen before it goes on", async () => {
  const { upgrade } = await upgradeDuring((tx) => recordMigration(tx, "29990109_theirs", "NOW"));
  await expect(upgrade).rejects.toThrow(/another line of Roost.*29990109_theirs/);
});

test("a migration that another tool left half way is refused", async () => {
  const { url, database } = await freshDatabase();
  const [name = ""] = Object.keys(MOTTO);
  await database.write((tx) => recordMigration(tx, name, "NULL"));
  await expect(migrate(url, folderWith(MOTTO))).rejects.toThrow(/is half way through .*_motto/);
});

test("three processes that start at once on an empty database apply each migration once", async () => {
  const url = await freshDatabaseUrl("empty");
  const runs = await Promise.all([runProgram(url), runProgram(url), runProgram(url)]);
  expect(runs.map((run) => run.code)).toEqual([0, 0, 0]);
  const outputs = runs.map((run) => run.output).sort();
  const upToDate = "The database is up to date";
  expect(outputs).toEqual([
    `${upToDate}.\n`,
    `${upToDate}.\n`,
    `${upToDate}: applied ${names.join(", ")}.\n`,
  ]);
  await fill(url);
  expect(await differenceToModels(url, kind)).toBe("");
});

test("the program fails with one line and a code when the database cannot be brought up to date", async () => {
  const url = await freshDatabaseUrl("migrated");
  await migrate(url, folderWith(MOTTO));
  const { code, output } = await runProgram(url);
  expect(code).toBe(1);
  expect(output).toMatch(/^The database is newer than this version of Roost: [^\n]+\n$/);
});
