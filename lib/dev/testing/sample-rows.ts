import { type Database, isPostgresql } from "#lib/db/database.ts";

/*
 * Rows for a database of any version, created from its columns instead of the present models.
 */

type Column = { table: string; column: string; type: string };
export type Rows = Record<string, Record<string, unknown>[]>;

/**
 * Inserts two rows into every table; each refers to the rows of the same name in other tables. The
 * accounts are not deleted.
 */
export async function fillEveryTable(database: Database, url: string): Promise<void> {
  const filled = (await columnsOf(database, url)).filter(({ column }) => column !== "deletedAt");
  const columns = Object.entries(Object.groupBy(filled, ({ table }) => table));
  await database.write(async (tx) => {
    // The tables refer to each other in a cycle: the rows are valid only once all exist.
    await tx.$executeRawUnsafe(
      isPostgresql(url)
        ? "SET LOCAL session_replication_role = replica"
        : "PRAGMA defer_foreign_keys = ON",
    );
    for (const [table, list = []] of columns) {
      const names = list.map(({ column }) => `"${column}"`).join(", ");
      for (const key of [1, 2]) {
        const values = list.map(({ type }) => sampleValue(type, key)).join(", ");
        await tx.$executeRawUnsafe(`INSERT INTO "${table}" (${names}) VALUES (${values})`);
      }
    }
  });
}

/** All rows of all tables, in a fixed order. */
export async function readEveryTable(database: Database, url: string): Promise<Rows> {
  const rows: Rows = {};
  for (const { table } of await columnsOf(database, url)) {
    rows[table] ??= await database.write((tx) =>
      tx.$queryRawUnsafe(`SELECT * FROM "${table}" ORDER BY 1`),
    );
  }
  return rows;
}

function columnsOf(database: Database, url: string): Promise<Column[]> {
  const sql = isPostgresql(url)
    ? `SELECT table_name AS "table", column_name AS "column", data_type AS type
       FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name <> '_prisma_migrations' ORDER BY 1, 2`
    : `SELECT t.name AS "table", c.name AS "column", c.type AS type
       FROM sqlite_master t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> '_prisma_migrations'`;
  return database.write((tx) => tx.$queryRawUnsafe<Column[]>(sql));
}

function sampleValue(type: string, key: number): string {
  if (/^(text|character)/i.test(type)) return `'key ${key}'`;
  if (/^int/i.test(type)) return `${key}`;
  if (/^bool/i.test(type)) return key === 1 ? "TRUE" : "FALSE";
  if (/^(datetime|timestamp)/i.test(type)) return `'2026-01-02 03:04:0${key}.125'`;
  if (/^json/i.test(type)) return `'{"key":${key}}'`;
  throw new Error(`no sample value of the type ${type}`);
}
