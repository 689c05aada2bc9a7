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

test("the migrations create exactly the models", async () => {
  const url = await freshDatabaseUrl("migrated");
  expect(await differenceToModels(url, kind)).toBe("");
});

test("a difference from the models is found", async () => {
  const { url, database } = await freshDatabase();
  await database.write((tx) => tx.$executeRaw`DROP INDEX "TokenSecret_endsAt_idx"`);
  await database.write((tx) => tx.$executeRaw`ALTER TABLE "Token" ADD COLUMN "extra" TEXT`);
  const difference = await differenceToModels(url, kind);
  expect(difference).toMatch(/CREATE INDEX "TokenSecret_endsAt_idx"/);
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

/** Columns that a migration moves to another table. */
const MOVED: Record<string, string[]> = { Token: ["hash"] };

const without = (columns: string[], row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name)));

describe.each(names.map((name, index) => ({ name, count: index + 1 })))(
  "a database with rows and the migrations up to $name",
  ({ count }) => {
    test("is upgraded to the newest and keeps its rows", async () => {
      const url = await freshDatabaseUrl("empty");
      await migrate(url, folderOf(count));
      await fill(url);
      const before = await rowsOf(url);
      expect((await migrate(url)).applied).toEqual(names.slice(count));
      const after = await rowsOf(url);
      for (const [table, rows] of Object.entries(before)) {
        expect(rows).toHaveLength(2);
        const kept = rows.map((row) => without(MOVED[table] ?? [], row));
        expect(after[table]).toEqual(kept.map((row) => expect.objectContaining(row)));
      }
      expect(await differenceToModels(url, kind)).toBe("");
    });
  },
);

test("a migration that replaces a table keeps its rows and those that refer to it", async () => {
  const url = await freshDatabaseUrl("migrated");
  await fill(url);
  const before = await rowsOf(url);
  const { applied } = await migrate(url, folderWith(MOTTO));
  expect(applied).toEqual(Object.keys(MOTTO));
  const accounts = before.Account?.map((row) => ({ ...row, motto: "none" }));
  expect(await rowsOf(url)).toEqual({ ...before, Account: accounts });
});

test("a failing migration undoes its whole run, reports the reason, and can be repeated", async () => {
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

test("a database newer than the code is refused in one line and unchanged", async () => {
  const url = await freshDatabaseUrl("migrated");
  await migrate(url, folderWith(MOTTO));
  await fill(url);
  const before = await rowsOf(url);
  await expect(migrate(url)).rejects.toThrow(
    /^The database is newer than this version of Roost: it has the migration 29990101000000_motto\./,
  );
  expect(await rowsOf(url)).toEqual(before);
});

test("a database with another application's migration is refused", async () => {
  const url = await freshDatabaseUrl("migrated");
  const sql = `CREATE TABLE "Extra" (id TEXT);`;
  await migrate(url, folderWith({ "29990101000000_theirs": sql }));
  const other = folderWith({ "29990101000000_ours": sql });
  await expect(migrate(url, other)).rejects.toThrow(/another line of Roost.*29990101000000_theirs/);
});

test("a migration changed after it was applied is refused", async () => {
  const url = await freshDatabaseUrl("migrated");
  const folder = folderWith({});
  const file = join(folder, names[0] ?? "", "migration.sql");
  await writeFile(file, `${await readFile(file, "utf8")}-- changed\n`);
  await expect(migrate(url, folder)).rejects.toThrow(/is not the one that the database was made/);
});

test("other line endings in a checkout are no change of a migration", async () => {
  const url = await freshDatabaseUrl("migrated");
  const folder = folderWith({});
  for (const name of names) {
    const file = join(folder, name, "migration.sql");
    await writeFile(file, (await readFile(file, "utf8")).replaceAll("\n", "\r\n"));
  }
  expect((await migrate(url, folder)).applied).toEqual([]);
});

test("another application's database is refused and unchanged", async () => {
  const url = await freshDatabaseUrl("empty");
  await using(url, async (db) => {
    await db.write((tx) => tx.$executeRaw`CREATE TABLE "Theirs" (id TEXT)`);
    await db.write((tx) => tx.$executeRaw`INSERT INTO "Theirs" VALUES ('row')`);
  });
  await expect(migrate(url)).rejects.toThrow(/^The database is not empty, and .* not Roost's/);
  expect(await rowsOf(url)).toEqual({ Theirs: [{ id: "row" }] });
});

test("a database in use is upgraded beside its readers", async () => {
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

/** Writes into the history like the engine. */
function recordMigration(tx: Tx, name: string, finished: "NOW" | "NULL") {
  const finishedAt = finished === "NOW" ? "CURRENT_TIMESTAMP" : "NULL";
  return tx.$executeRawUnsafe(`
    INSERT INTO "_prisma_migrations"
      (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
    VALUES ('${name}', 'sum', '${name}', CURRENT_TIMESTAMP, ${finishedAt}, 1)`);
}

/** Starts an upgrade during a write, and finishes the write once the upgrade waits. */
async function upgradeDuring(write: (tx: Tx) => Promise<unknown>) {
  const { url, database } = await freshDatabase();
  let upgrade: Promise<unknown> = Promise.resolve();
  let settled = false;
  await database.write(async (tx) => {
    upgrade = migrate(url, folderWith(MOTTO)).finally(() => {
      settled = true;
    });
    upgrade.catch(() => {});
    // Longer than the driver's wait for a lock, and than an upgrade that does not wait.
    await tick(600);
    expect(settled).toBe(false);
    await write(tx);
  });
  return { url, upgrade };
}

test("an upgrade waits for a running write, and both are kept", async () => {
  const data = { id: "a", createdAt: new Date(), createdBy: "", settings: {} };
  const { url, upgrade } = await upgradeDuring((tx) => tx.account.create({ data }));
  await upgrade;
  expect(await rowsOf(url)).toMatchObject({ Account: [{ id: "a", motto: "none" }] });
});

test("an upgrade sees what another version did while it waited", async () => {
  const { upgrade } = await upgradeDuring((tx) => recordMigration(tx, "29990109_theirs", "NOW"));
  await expect(upgrade).rejects.toThrow(/another line of Roost.*29990109_theirs/);
});

test("a migration left unfinished by another tool is refused", async () => {
  const { url, database } = await freshDatabase();
  const [name = ""] = Object.keys(MOTTO);
  await database.write((tx) => recordMigration(tx, name, "NULL"));
  await expect(migrate(url, folderWith(MOTTO))).rejects.toThrow(/is half way through .*_motto/);
});

test("three simultaneous starts on an empty database apply each migration once", async () => {
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

test("the program fails with one line and an exit code if the database cannot be upgraded", async () => {
  const url = await freshDatabaseUrl("migrated");
  await migrate(url, folderWith(MOTTO));
  const { code, output } = await runProgram(url);
  expect(code).toBe(1);
  expect(output).toMatch(/^The database is newer than this version of Roost: [^\n]+\n$/);
});
