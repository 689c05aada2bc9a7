import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { type Provider, readModels } from "./migration-files.ts";
import { connectionOptions } from "./postgresql-connection.ts";
import { withSchemaEngine } from "./schema-engine.ts";
import { databasePath } from "./sqlite-connection.ts";

/** The SQL that would bring a database to the models; empty if it is there. For development. */
export async function differenceToModels(url: string, provider: Provider): Promise<string> {
  const models = await readModels(provider);
  const files = models.map(([path, content]) => ({ path, content }));
  const adapter = await (provider === "sqlite" ? describeSqlite(url) : describePostgresql(url));
  try {
    const sql = await withSchemaEngine(adapter, models, (engine) =>
      engine.diff(
        { tag: "schemaDatasource", files, configDir: "" },
        { tag: "schemaDatamodel", files },
      ),
    );
    return sql.includes("This is an empty migration") ? "" : sql.trim();
  } finally {
    await adapter.dispose();
  }
}

function describeSqlite(url: string): Promise<SqlDriverAdapter> {
  return new PrismaBetterSqlite3({ url: databasePath(url) }).connect();
}

/** The type `"char"` of PostgreSQL's catalogues, which the adapter does not know. */
const CHAR_TYPE = 18;
const TEXT_TYPE = 25;

/** What the driver answers, as far as it matters here. */
type Answer = { fields: { dataTypeID: number }[] };

/** An adapter that can read the catalogues: it takes `"char"` for text, and says what it was. */
async function describePostgresql(url: string): Promise<SqlDriverAdapter> {
  const { connectionString, schema } = connectionOptions(url);
  const adapter = await new PrismaPg({ connectionString }, { schema }).connect();
  const pool = adapter.underlyingDriver();
  // Of the many forms of this method, the adapter uses the one that takes a query and resolves.
  const query: (request: object) => Promise<Answer> = pool.query.bind(pool);
  let characters: number[] = [];
  Object.assign(pool, {
    async query(request: object): Promise<Answer> {
      const result = await query(request);
      characters = [];
      for (const [index, field] of result.fields.entries()) {
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
