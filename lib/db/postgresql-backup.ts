import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { Problem } from "#lib/contract/problem.ts";
import type { BackupContent, Restored } from "./backup-content.ts";
import { assertKnownMigrations } from "./known-migrations.ts";
import { connectionOptions, WRITE_LOCK } from "./postgresql-connection.ts";
import { readDump, sorted } from "./postgresql-dump.ts";
import { connectionVariables, startTool, type Tool } from "./postgresql-tools.ts";

const WITHOUT_ROLES = ["--no-owner", "--no-privileges"];
/** The answers to our own questions begin with it: a dump has queries, too. */
const MARK = "roost:";

/** Dumps the tables of the schema into a file in the custom format, and reads the file back. */
export async function dumpPostgresql(url: string, draft: string): Promise<BackupContent> {
  const { connectionString, schema } = connectionOptions(url);
  const config = { connectionString, max: 1, idleTimeoutMillis: 0 };
  const adapter = await new PrismaPg(config, { schema }).connect();
  try {
    // What is counted is what is dumped, whatever is written meanwhile.
    await ask(adapter, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const [snapshot] = await ask(adapter, "SELECT pg_export_snapshot()");
    const names = await ask(adapter, `SELECT tablename::text ${tablesOf(schema)}`);
    if (names.length === 0) throw new Problem("internal", "The database is empty.");
    const [counts] = await ask(adapter, countRows(schema, names));
    const what = [`--snapshot=${snapshot}`, `--table="${schema}".*`, ...WITHOUT_ROLES];
    const args = ["--format=custom", ...what, `--file=${draft}`];
    await startTool("pg_dump", args, connectionVariables(url), ["ignore", "ignore", "pipe"]).done;
    await ask(adapter, "COMMIT");
    const dumped = await readDump(draft);
    if (!isSame(dumped, counts)) {
      throw new Problem("internal", "The backup does not hold what the database holds.");
    }
    return dumped;
  } finally {
    await adapter.dispose();
  }
}

/**
 * Replaces the tables of the schema by those of a dump, in one transaction that is only committed
 * once all rows are counted. The tables from before go to a schema of their own.
 */
export async function restorePostgresql(url: string, source: string): Promise<Restored> {
  const content = await readDump(source);
  await assertKnownMigrations("postgresql", content.migrations);
  const { schema } = connectionOptions(url);
  const aside = `roost_replaced_${new Date().toISOString().replace(/\D/g, "").slice(0, 17)}`;
  const quiet = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"];
  const args = [...quiet, "--set=ON_ERROR_STOP=1"];
  const psql = startTool("psql", args, connectionVariables(url), ["pipe", "pipe", "pipe"]);
  try {
    const send = conversation(psql);
    const moved = await send(`BEGIN;\n${moveAside(schema, aside)}`);
    await pour(source, psql);
    const counts = await send(`${countRows(schema, Object.keys(content.tables), MARK)};\n`);
    if (!isSame(content, counts)) {
      throw new Problem("internal", "The database does not hold what the backup holds.");
    }
    psql.child.stdin?.end("COMMIT;\n");
    await psql.done;
    return { content, replaced: moved === "0" ? undefined : `schema ${aside}`, raw: false };
  } catch (error) {
    // Without its COMMIT, all of it is undone.
    psql.child.kill("SIGKILL");
    throw error;
  }
}

async function ask(adapter: SqlDriverAdapter, sql: string): Promise<string[]> {
  const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
  return rows.map((row) => `${row[0]}`);
}

/** Sends SQL to psql, and answers the next line that has the mark. */
function conversation({ child, done }: Tool): (sql: string) => Promise<string> {
  if (!child.stdin || !child.stdout) throw new Error("psql has no pipes");
  const { stdin, stdout } = child;
  const lines = createInterface(stdout)[Symbol.asyncIterator]();
  return async (sql) => {
    stdin.write(sql);
    for (;;) {
      const line = await lines.next();
      if (line.done) {
        await done;
        throw new Error("psql ended too early");
      }
      if (line.value.startsWith(MARK)) return line.value.slice(MARK.length);
    }
  };
}

/** More than the settings at the head of a dump. */
const HEAD_BYTES = 4096;
/** pg_restore 17 sets it, and an older server does not know it. */
const NEW_SETTING = /^SET transaction_timeout = .*;\n/m;

/** A dump as text without the settings that servers older than its program refuse. */
export async function* withoutNewSettings(dump: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const clean = (head: Buffer) =>
    Buffer.from(head.toString("latin1").replace(NEW_SETTING, ""), "latin1");
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of dump) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    yield clean(head);
    head = undefined;
  }
  if (head !== undefined) yield clean(head);
}

/** Sends psql all that is in a dump. */
async function pour(source: string, psql: Tool): Promise<void> {
  const args = ["--file=-", ...WITHOUT_ROLES, source];
  const reading = startTool("pg_restore", args, {}, ["ignore", "pipe", "pipe"]);
  const { stdin } = psql.child;
  if (stdin && reading.child.stdout) {
    Readable.from(withoutNewSettings(reading.child.stdout)).pipe(stdin, { end: false });
  }
  const failed = psql.done.then(() => reading.child.kill("SIGKILL"));
  failed.catch(() => reading.child.kill("SIGKILL"));
  await reading.done.catch(async (error: unknown) => {
    // Where psql refused something, that is the reason.
    if (psql.child.exitCode !== null) await psql.done;
    throw error;
  });
}

const tablesOf = (schema: string) => `FROM pg_tables WHERE schemaname = '${schema}'`;

/** One JSON object: how many rows each table has. */
function countRows(schema: string, tables: string[], mark = ""): string {
  const counts = tables.map(
    (name) => `SELECT '${name}' AS name, count(*) AS rows FROM "${schema}"."${name}"`,
  );
  return `SELECT '${mark}' || json_object_agg(name, rows) FROM (${counts.join(" UNION ALL ")}) t`;
}

function isSame({ tables }: BackupContent, counts = "{}"): boolean {
  return JSON.stringify(sorted(JSON.parse(counts))) === JSON.stringify(tables);
}

/** Moves every table of the schema to another one, and answers how many there were. */
function moveAside(schema: string, aside: string): string {
  return `
    SET LOCAL lock_timeout = '10s';
    SELECT pg_advisory_xact_lock(${WRITE_LOCK});
    SELECT '${MARK}' || count(*) ${tablesOf(schema)};
    CREATE SCHEMA IF NOT EXISTS "${schema}";
    DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT tablename ${tablesOf(schema)} LOOP
        CREATE SCHEMA IF NOT EXISTS "${aside}";
        EXECUTE format('ALTER TABLE "${schema}".%I SET SCHEMA "${aside}"', name);
      END LOOP;
    END $$;
  `;
}
