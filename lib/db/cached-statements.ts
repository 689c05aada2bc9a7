import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import type Sqlite from "better-sqlite3";
import { LRUCache } from "lru-cache";

/** Distinct statements of Prisma's client: the length of a list is part of its text. */
const STATEMENTS_MAX = 500;

/** The part of a statement that the driver's adapter uses. */
type BoundStatement = {
  reader: boolean;
  run(): { changes: number };
  columns(): Sqlite.Column[];
  raw(): { all(): unknown[][] };
};

type Connection = { prepare(sql: string): { bind(values: unknown[]): BoundStatement } };

/**
 * Makes an SQLite adapter reuse prepared statements: it would prepare the same SQL again for every
 * query. It binds values to a statement, which is possible only once, so each query gets a
 * statement that passes its values when it runs.
 */
export function cacheStatements(adapter: SqlDriverAdapter): void {
  // The adapter keeps the driver's connection in this field, as a test checks.
  const { client } = adapter as unknown as { client: Sqlite & Connection };
  const prepare: Sqlite["prepare"] = client.prepare.bind(client);
  const bindable = new LRUCache<string, ReturnType<Connection["prepare"]>>({ max: STATEMENTS_MAX });
  const cached: Connection["prepare"] = (sql) => {
    const found = bindable.get(sql);
    if (found !== undefined) return found;
    const made = toBindable(prepare(sql));
    // Those of a pragma contain its value, which never repeats.
    if (!sql.startsWith("PRAGMA")) bindable.set(sql, made);
    return made;
  };
  Object.assign(client, { prepare: cached });
}

function toBindable(statement: Sqlite.Statement): ReturnType<Connection["prepare"]> {
  const { reader } = statement;
  const rows = reader ? statement.raw() : undefined;
  let columns: Sqlite.Column[] | undefined;
  return {
    bind: (values) => ({
      reader,
      run: () => statement.run(...values),
      columns: () => {
        columns ??= statement.columns();
        return columns;
      },
      raw: () => ({ all: () => rows?.all(...values) ?? [] }),
    }),
  };
}
