import { settings } from "#lib/config/settings.ts";
import { isPostgresql, type Tx } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";

type Tables = Prisma.TypeMap["model"];
type Rows<Table extends keyof Tables> = Extract<
  Tables[Table]["operations"]["createMany"]["args"]["data"],
  readonly unknown[]
>;

/**
 * Inserts rows of the same columns, in order. They are sent as one value, which the database
 * splits: with a parameter per field, the client would take most of the time of a large seed.
 */
export async function insertRows<Table extends keyof Tables>(
  tx: Tx,
  table: Table,
  rows: Rows<Table>,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const names = Object.keys(first);
  const columns = names.map((name) => `"${name}"`).join(", ");
  if (isPostgresql(settings().databaseUrl)) {
    const from = `json_populate_recordset(NULL::"${table}", $1::json)`;
    const sql = `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM ${from}`;
    await tx.$executeRawUnsafe(sql, JSON.stringify(rows));
    return;
  }
  const fields = names.map((name) => `value ->> '$.${name}'`).join(", ");
  const sql = `INSERT INTO "${table}" (${columns}) SELECT ${fields} FROM json_each(?)`;
  await tx.$executeRawUnsafe(sql, JSON.stringify(rows.map(withTimesAsStored)));
}

/** SQLite stores times as text; with the client's form of the offset. */
const withTimesAsStored = (row: object) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString().replace("Z", "+00:00") : value,
    ]),
  );
