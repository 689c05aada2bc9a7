import type { SqlDriverAdapter, SqlQueryable } from "@prisma/driver-adapter-utils";
import { databaseName } from "#lib/config/account-marker.ts";
import { Problem } from "#lib/contract/problem.ts";
import { committed, statement } from "../migration-connection.ts";
import { connectionOptions, postgresqlDriver, WRITE_LOCK } from "../postgresql-connection.ts";
import { assertClaimed } from "../postgresql-presence.ts";
import { ownTables } from "../postgresql-tables.ts";
import { literal, PAGE, query, type Store, sizeOf } from "./store.ts";
import {
  type Column,
  columnOf,
  type Kind,
  keyPlaces,
  modelTables,
  type Row,
  type Table,
} from "./tables.ts";
import { canonicalJson } from "./values.ts";

/** A cursor has a connection of its own. */
const LIMITS = { max: 2, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000, keepAlive: true };
/** The role or the database may limit statements; an index of a large table takes long. */
const UNLIMITED = ["-c statement_timeout=0", "-c idle_in_transaction_session_timeout=0"];

/** Opens a PostgreSQL database that this process has claimed. */
export async function openPostgresqlStore(url: string): Promise<Store> {
  const { schema } = connectionOptions(url);
  const adapter = await postgresqlDriver(url, LIMITS, UNLIMITED).connect();
  return {
    provider: "postgresql",
    name: databaseName(url),
    database: adapter,
    async presentTables() {
      const own = await ownTables(adapter, schema);
      return own.filter((name) => name !== "_prisma_migrations");
    },
    async tables() {
      await assertUnicode(adapter);
      return tablesOf(adapter);
    },
    pages: (table, after) => cursor(adapter, table, { after, collation: "" }),
    inKeyOrder: (table) => cursor(adapter, table, { collation: ' COLLATE "C"' }),
    version: () => changesOf(adapter),
    counters: () => countersOf(adapter),
    async inTransaction(work) {
      const transaction = await adapter.startTransaction("READ COMMITTED");
      const locked = async () => {
        await query(transaction, `SELECT pg_advisory_xact_lock(${WRITE_LOCK})::text`);
        await assertClaimed(transaction);
        await work(transaction);
      };
      await committed(transaction, locked, () => {});
    },
    insert,
    async setCounters(inside, counters) {
      // SQLite also numbers the tables of one row.
      for (const [table, sequence] of await sequencesOf(inside)) {
        const last = counters.get(table) ?? 0;
        if (last === 0) continue;
        await query(inside, `SELECT setval(${literal(`"${sequence}"`)}, ${last})::text`);
      }
    },
    close: () => adapter.dispose(),
  };
}

async function assertUnicode(database: SqlQueryable): Promise<void> {
  const [[encoding] = []] = await query(database, "SHOW server_encoding");
  if (encoding === "UTF8") return;
  const line = `The database has the encoding ${encoding}. Create one with ENCODING 'UTF8'.`;
  throw new Problem("invalid_request", line);
}

async function tablesOf(database: SqlQueryable): Promise<Table[]> {
  const names = modelTables().map(literal).join(", ");
  const rows = await query(
    database,
    `SELECT json_build_object('name', c.relname,
      'columns', (SELECT json_agg(json_build_array(attname, format_type(atttypid, atttypmod))
        ORDER BY attname COLLATE "C")
        FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
      'key', (SELECT json_agg(attname ORDER BY place)
        FROM pg_constraint k, unnest(k.conkey) WITH ORDINALITY AS part(number, place)
        JOIN pg_attribute ON attnum = part.number
        WHERE attrelid = c.oid AND conrelid = c.oid AND contype = 'p'),
      'parents', (SELECT coalesce(json_agg(DISTINCT p.relname), '[]')
        FROM pg_constraint f JOIN pg_class p ON p.oid = confrelid
        WHERE conrelid = c.oid AND contype = 'f'))::text
    FROM pg_class c WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
      AND relname IN (${names}) ORDER BY relname COLLATE "C"`,
  );
  return rows.map(([text]) => {
    const { name, columns, key, parents } = JSON.parse(`${text}`);
    const named = columns.map(([column, type]: [string, string]) => columnOf(name, column, type));
    return { name, columns: named, key: key ?? [], parents };
  });
}

/** A column as text in the common form; JSON still has the server's order of keys. */
function asText({ name, kind }: Column): string {
  if (kind === "time") return `to_char("${name}", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return kind === "text" ? `"${name}"` : `"${name}"::text`;
}

const fromText = (kind: Kind, value: unknown) => {
  if (typeof value !== "string") return null;
  return kind === "json" ? canonicalJson(value) : value;
};

type Range = { after?: Row | undefined; collation: string };

async function* cursor(
  adapter: SqlDriverAdapter,
  table: Table,
  { after, collation }: Range,
): AsyncGenerator<Row[]> {
  const { name, columns, key } = table;
  const places = keyPlaces(table);
  const kindAt = (at: number) => columns[places[at] ?? 0]?.kind;
  // Without the table's name, ORDER BY means the text of the result.
  const order = key.map(
    (column, at) => `"${name}"."${column}"${kindAt(at) === "text" ? collation : ""}`,
  );
  const last = after && places.map((place) => literal(after[place] ?? ""));
  const where = last ? `WHERE (${order.join(", ")}) > (${last.join(", ")})` : "";
  const transaction = await adapter.startTransaction("REPEATABLE READ");
  try {
    await transaction.executeRaw(
      statement(`DECLARE rows NO SCROLL CURSOR FOR SELECT ${columns.map(asText).join(", ")}
        FROM "${name}" ${where} ORDER BY ${order.join(", ")}`),
    );
    for (let count = 50; ; ) {
      const found = await query(transaction, `FETCH ${count} FROM rows`);
      if (found.length === 0) return;
      const page = found.map((row) => columns.map(({ kind }, at) => fromText(kind, row[at])));
      yield page;
      const bytes = page.reduce((sum, row) => sum + sizeOf(row), 1) / page.length;
      count = Math.max(1, Math.min(PAGE.rows, Math.floor(PAGE.bytes / bytes)));
    }
  } finally {
    await transaction.executeRaw(statement("ROLLBACK")).catch(() => {});
    await transaction.rollback();
  }
}

/** Each column is sent as one list. */
async function insert(inside: SqlQueryable, { name, columns }: Table, rows: Row[]): Promise<void> {
  const list = columns.map((column) => `"${column.name}"`).join(", ");
  const values = columns.map(({ type }, at) => `c${at}::${type}`).join(", ");
  const lists = columns.map((_, at) => `$${at + 1}::text[]`).join(", ");
  const names = columns.map((_, at) => `c${at}`).join(", ");
  await inside.executeRaw({
    sql: `INSERT INTO "${name}" (${list}) SELECT ${values} FROM unnest(${lists}) AS r(${names})`,
    args: columns.map((_, at) => rows.map((row) => row[at] ?? null)),
    argTypes: columns.map(() => ({ scalarType: "string", arity: "list" })),
  });
}

/** The server's count of changed rows. It lags; the comparison at the end does not rely on it. */
async function changesOf(database: SqlQueryable): Promise<string> {
  const names = modelTables().map(literal).join(", ");
  const [[count] = []] = await query(
    database,
    `SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::text FROM pg_stat_user_tables
      WHERE schemaname = current_schema() AND relname IN (${names})`,
  );
  return `${count}`;
}

/** The sequence of each table that numbers its rows. */
async function sequencesOf(database: SqlQueryable): Promise<Map<string, string>> {
  const found = await query(
    database,
    `SELECT t.relname::text, s.relname::text FROM pg_depend JOIN pg_class t ON t.oid = refobjid
      JOIN pg_class s ON s.oid = objid AND s.relkind = 'S'
      WHERE deptype IN ('a', 'i') AND t.relnamespace = current_schema()::regnamespace
      AND t.relname IN (${modelTables().map(literal).join(", ")})`,
  );
  return new Map(found.map(([table, sequence]) => [`${table}`, `${sequence}`]));
}

async function countersOf(database: SqlQueryable): Promise<Map<string, number>> {
  const counters = new Map<string, number>();
  for (const [table, sequence] of await sequencesOf(database)) {
    const last = "CASE WHEN is_called THEN last_value ELSE last_value - 1 END";
    const [[number] = []] = await query(database, `SELECT (${last})::text FROM "${sequence}"`);
    counters.set(table, Number(number));
  }
  return counters;
}
