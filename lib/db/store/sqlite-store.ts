import type { SqlQueryable } from "@prisma/driver-adapter-utils";
import Sqlite from "better-sqlite3";
import { databaseName } from "#lib/config/account-marker.ts";
import { numberedTransaction } from "../change-number.ts";
import { committed, statement } from "../migration-connection.ts";
import { beginImmediate, databasePath } from "../sqlite-connection.ts";
import { literal, PAGE, query, type Store, sizeOf } from "./store.ts";
import { columnOf, keyPlaces, modelTables, type Row, type Table } from "./tables.ts";
import { fromSqlite, toSqlite } from "./values.ts";

/** Opens an existing SQLite file; as a source, the file system refuses writes. */
export function openSqliteStore(url: string, use: "source" | "target"): Store {
  const path = databasePath(url);
  const connection = new Sqlite(path, { fileMustExist: true, readonly: use === "source" });
  if (use === "target") connection.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  const database = queryable(connection);
  return {
    provider: "sqlite",
    name: databaseName(url),
    database,
    async presentTables() {
      const sql = `SELECT name FROM sqlite_master WHERE type = 'table'
        AND name NOT LIKE 'sqlite%' AND name <> '_prisma_migrations'`;
      return (await query(database, sql)).map(([name]) => `${name}`);
    },
    tables: () => tablesOf(database),
    pages: (table, after) => pages(connection, table, after),
    inKeyOrder: (table) => pages(connection, table),
    async version() {
      return `${connection.pragma("user_version", { simple: true })}`;
    },
    async counters() {
      const rows = await query(database, "SELECT name, seq FROM sqlite_sequence");
      return new Map(rows.map(([name, last]) => [`${name}`, Number(last)]));
    },
    async inTransaction(work) {
      const inside = await numberedTransaction(await beginImmediate(database), {
        total: undefined,
      });
      await committed(
        inside,
        () => work(inside),
        () => {},
      );
    },
    insert: async (_, table, rows) => insert(connection, table, rows),
    async setCounters(inside, counters) {
      const run = (sql: string) => inside.executeRaw(statement(sql));
      for (const [table, last] of counters) {
        await run(`DELETE FROM sqlite_sequence WHERE name = ${literal(table)}`);
        await run(`INSERT INTO sqlite_sequence (name, seq) VALUES (${literal(table)}, ${last})`);
      }
    },
    async close() {
      connection.close();
    },
  };
}

/** The driver's connection for statements without values. */
function queryable(connection: Sqlite): SqlQueryable {
  return {
    provider: "sqlite",
    adapterName: "better-sqlite3",
    queryRaw: async ({ sql }) => ({
      ...{ columnNames: [], columnTypes: [] },
      rows: connection.prepare(sql).raw().all(),
    }),
    executeRaw: async ({ sql }) => connection.prepare(sql).run().changes,
  };
}

async function tablesOf(database: SqlQueryable): Promise<Table[]> {
  const columns = await query(
    database,
    `SELECT t.name, c.name, c.type, c.pk FROM sqlite_master t, pragma_table_info(t.name) c
      WHERE t.type = 'table' ORDER BY t.name, c.name`,
  );
  const parents = await query(
    database,
    `SELECT DISTINCT t.name, f."table" FROM sqlite_master t, pragma_foreign_key_list(t.name) f
      WHERE t.type = 'table'`,
  );
  return modelTables().flatMap((name) => {
    const own = columns.filter(([table]) => table === name);
    if (own.length === 0) return [];
    const inKey = own.filter(([, , , place]) => Number(place) > 0);
    inKey.sort((a, b) => Number(a[3]) - Number(b[3]));
    return {
      name,
      columns: own.map(([, column, type]) => columnOf(name, `${column}`, `${type}`)),
      key: inKey.map(([, column]) => `${column}`),
      parents: parents.filter(([table]) => table === name).map(([, parent]) => `${parent}`),
    };
  });
}

/** The index of the key is in byte order. */
async function* pages(connection: Sqlite, table: Table, after?: Row): AsyncGenerator<Row[]> {
  const { name, columns, key } = table;
  const places = keyPlaces(table);
  const list = key.map((column) => `"${column}"`).join(", ");
  const select = `SELECT ${columns.map((column) => `"${column.name}"`).join(", ")} FROM "${name}"`;
  const marks = key.map(() => "?").join(", ");
  const rest = `ORDER BY ${list} LIMIT ${PAGE.rows}`;
  const first = connection.prepare(`${select} ${rest}`).safeIntegers().raw();
  const next = connection
    .prepare(`${select} WHERE (${list}) > (${marks}) ${rest}`)
    .safeIntegers()
    .raw();
  const bound = (row: Row) =>
    places.map((place) => toSqlite(columns[place]?.kind ?? "text", row[place]));
  for (let last = after; ; ) {
    const page: Row[] = [];
    let bytes = 0;
    const found = last === undefined ? first.iterate() : next.iterate(...bound(last));
    for (const values of found) {
      const row = columns.map(({ kind }, at) => fromSqlite(kind, values[at]));
      page.push(row);
      bytes += sizeOf(row);
      if (bytes > PAGE.bytes) break;
    }
    if (page.length === 0) return;
    yield page;
    last = page.at(-1);
  }
}

function insert(connection: Sqlite, { name, columns }: Table, rows: Row[]): void {
  const list = columns.map((column) => `"${column.name}"`).join(", ");
  const marks = columns.map(() => "?").join(", ");
  const sql = `INSERT INTO "${name}" (${list}) VALUES (${marks})`;
  const prepared = connection.prepare(sql);
  for (const row of rows) prepared.run(...columns.map(({ kind }, at) => toSqlite(kind, row[at])));
}
