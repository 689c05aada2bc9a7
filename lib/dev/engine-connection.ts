import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { ColumnTypeEnum, type SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { isPostgresql } from "#lib/db/database.ts";
import { postgresqlDriver } from "#lib/db/postgresql-connection.ts";
import { databasePath } from "#lib/db/sqlite-connection.ts";

/** A connection to a database that the schema engine can work on. */
export function connectForEngine(url: string): Promise<SqlDriverAdapter> {
  return isPostgresql(url)
    ? connectPostgresql(url)
    : new PrismaBetterSqlite3({ url: databasePath(url) }).connect();
}

/** The type `"char"` of PostgreSQL's catalogues, which the adapter does not know. */
const CHAR_TYPE = 18;
const TEXT_TYPE = 25;

/** What the driver answers, as far as it matters here; a script of several statements has no fields. */
type Answer = { fields?: { dataTypeID: number }[] };

/** An adapter that can read the catalogues: it takes `"char"` for text, and says what it was. */
async function connectPostgresql(url: string): Promise<SqlDriverAdapter> {
  const adapter = await postgresqlDriver(url, {}).connect();
  const pool = adapter.underlyingDriver();
  // Of the many forms of this method, the adapter uses the one that takes a query and resolves.
  const query: (request: object) => Promise<Answer> = pool.query.bind(pool);
  let characters: number[] = [];
  Object.assign(pool, {
    async query(request: object): Promise<Answer> {
      const result = await query(request);
      characters = [];
      for (const [index, field] of (result.fields ?? []).entries()) {
        if (field.dataTypeID !== CHAR_TYPE) continue;
        field.dataTypeID = TEXT_TYPE;
        characters.push(index);
      }
      return result;
    },
  });
  const queryRaw = adapter.queryRaw.bind(adapter);
  return Object.assign(adapter, {
    async queryRaw(...request: Parameters<typeof queryRaw>) {
      const result = await queryRaw(...request);
      for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    },
  });
}
