import { expect, test } from "vitest";
import { freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { folderOf, folderWith, kind, MOTTO, names, using } from "#lib/dev/testing/migrations.ts";
import { diagnoseByEngine, migrateByEngine } from "#lib/dev/testing/prisma-engine.ts";
import { runOnServer } from "#lib/dev/testing/test-databases.ts";
import { migrate } from "./migrations.ts";

const COLUMNS = {
  sqlite: `SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info('_prisma_migrations')`,
  postgresql: `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default,
      (SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid = '"_prisma_migrations"'::regclass AND contype = 'p') AS key
    FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
};

type Row = Record<string, unknown>;

const read = (url: string, sql: string) =>
  using(url, (database) => database.write((tx) => tx.$queryRawUnsafe<Row[]>(sql)));

/** The history of a database's migrations, with times and IDs replaced by their format. */
async function recordsOf(url: string): Promise<Row[]> {
  const text = kind === "sqlite" ? "TEXT" : "VARCHAR";
  const rows = await read(
    url,
    `SELECT CAST(id AS ${text}) AS id, checksum, migration_name, logs, applied_steps_count,
      CAST(started_at AS ${text}) AS began, CAST(finished_at AS ${text}) AS ended, rolled_back_at
    FROM "_prisma_migrations" ORDER BY migration_name`,
  );
  const shape = (value: unknown) => `${value}`.replaceAll(/[0-9a-f]/g, "0").replace(/\.0+/, "");
  return rows.map((row) => {
    expect(`${row.began}` <= `${row.ended}`).toBe(true);
    return { ...row, id: shape(row.id), began: shape(row.began), ended: shape(row.ended) };
  });
}

test("the history equals that of Prisma's engine", async () => {
  const [ours, theirs] = [await freshDatabaseUrl("empty"), await freshDatabaseUrl("empty")];
  await migrate(ours);
  expect(await migrateByEngine(theirs, kind, folderWith({}))).toEqual(names);
  expect(await read(ours, COLUMNS[kind])).toEqual(await read(theirs, COLUMNS[kind]));
  const records = await recordsOf(ours);
  expect(records.map((row) => row.migration_name)).toEqual(names);
  expect(records).toEqual(await recordsOf(theirs));
});

test("Prisma's engine finds nothing pending in a database migrated here", async () => {
  const url = await freshDatabaseUrl("migrated");
  expect(await diagnoseByEngine(url, kind)).toEqual({ history: null, failed: [], edited: [] });
  expect(await migrateByEngine(url, kind, folderWith({}))).toEqual([]);
});

test("a database can be migrated by Prisma's engine, here, and by the engine again", async () => {
  const url = await freshDatabaseUrl("empty");
  const half = Math.floor(names.length / 2);
  await migrateByEngine(url, kind, folderOf(half));
  expect((await migrate(url)).applied).toEqual(names.slice(half));
  expect(await migrateByEngine(url, kind, folderWith(MOTTO))).toEqual(Object.keys(MOTTO));
  expect((await migrate(url, folderWith(MOTTO))).applied).toEqual([]);
});

test("a time is recorded as it is, whatever the time zone of the database and of the process", async () => {
  const url = await freshDatabaseUrl("empty");
  if (kind === "postgresql") {
    const name = new URL(url).pathname.slice(1);
    await runOnServer(url, `ALTER DATABASE ${name} SET timezone = 'America/Los_Angeles'`);
  }
  const before = Date.now();
  await migrate(url, folderOf(1));
  const column = kind === "sqlite" ? "unixepoch(finished_at)" : "extract(epoch FROM finished_at)";
  const [row] = await read(
    url,
    `SELECT CAST(${column} AS INTEGER) AS at FROM "_prisma_migrations"`,
  );
  expect(Number(row?.at)).toBeGreaterThanOrEqual(Math.floor(before / 1_000) - 1);
  expect(Number(row?.at)).toBeLessThanOrEqual(Math.ceil(Date.now() / 1_000));
});
