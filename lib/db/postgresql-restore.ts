import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Problem } from "#lib/contract/problem.ts";
import type { BackupContent, Restored } from "./backup-content.ts";
import { assertKnownMigrations } from "./known-migrations.ts";
import { linesOf } from "./lines.ts";
import { connectionOptions, createSchema, WRITE_LOCK } from "./postgresql-connection.ts";
import { type Dump, entriesOf, readDump } from "./postgresql-dump.ts";
import { assertUnreferenced } from "./postgresql-objects.ts";
import { commit } from "./postgresql-outcome.ts";
import { countRows, isSame, knownTables, ownTables, withConnection } from "./postgresql-tables.ts";
import { connectionVariables, startTool, type Tool, WITHOUT_ROLES } from "./postgresql-tools.ts";

/** Prefix of the results of our own queries: a dump has queries, too. */
const MARK = "roost:";

/**
 * Replaces Roost's tables of the schema by those of a dump, in one transaction that is committed
 * only once all rows are counted. The previous tables are moved to a new schema.
 */
export async function restorePostgresql(url: string, source: string): Promise<Restored> {
  const { schema } = connectionOptions(url);
  const dump = await readDump(source);
  await assertKnownMigrations("postgresql", dump.content.migrations);
  assertSameSchema(dump, schema);
  const { content, leftOut } = await ownPart(dump);
  const entries = await entriesOf(source, dump, new Set(Object.keys(content.tables)));
  const found = await tablesToMove(url, schema);
  const name = `roost_replaced_${new Date().toISOString().replace(/\D/g, "").slice(0, 17)}`;
  const aside = found.length > 0 ? name : undefined;
  const quiet = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"];
  const args = [...quiet, "--set=ON_ERROR_STOP=1"];
  const psql = startTool("psql", args, connectionVariables(url), ["pipe", "pipe", "pipe"]);
  try {
    const send = conversation(psql);
    const id = await send(`BEGIN;\n${moveTables(schema, aside, found)}`);
    await pour(source, entries, psql);
    const counts = await send(`${countRows(schema, Object.keys(content.tables), MARK)};\n`);
    if (!isSame(content, counts)) {
      throw new Problem("internal", "The database does not hold what the backup holds.");
    }
    await commit(psql, { url, id, aside });
    return { content, replaced: aside && `schema ${aside}`, raw: false, leftOut };
  } catch (error) {
    // Without a COMMIT everything is rolled back.
    psql.child.kill("SIGKILL");
    throw error;
  }
}

/** The statements of a dump name its schema. */
function assertSameSchema(dump: Dump, schema: string): void {
  if (dump.schema === schema) return;
  throw new Problem(
    "invalid_request",
    `The backup is of the schema ${dump.schema}, and DATABASE_URL names the schema ${schema}. Restore it with ?schema=${dump.schema} in DATABASE_URL.`,
  );
}

/** Roost's part of a dump: earlier versions also included tables of other applications. */
async function ownPart({ content }: Dump): Promise<{ content: BackupContent; leftOut: string[] }> {
  const { tables } = await knownTables();
  const all = Object.entries(content.tables);
  const own = Object.fromEntries(all.filter(([name]) => tables.has(name)));
  const leftOut = all.flatMap(([name]) => (tables.has(name) ? [] : [name]));
  return { content: { ...content, tables: own }, leftOut };
}

/** Roost's tables in the schema; refuses those that other objects refer to. */
function tablesToMove(url: string, schema: string): Promise<string[]> {
  return withConnection(url, async (adapter) => {
    const found = await ownTables(adapter, schema);
    await assertUnreferenced(adapter, schema, found);
    return found;
  });
}

/** Moves the tables to a new schema, and returns the ID of the transaction. */
function moveTables(schema: string, aside: string | undefined, tables: string[]): string {
  const moves = tables.map((name) => `ALTER TABLE "${schema}"."${name}" SET SCHEMA "${aside}";`);
  return `
    SET LOCAL lock_timeout = '10s';
    SELECT pg_advisory_xact_lock(${WRITE_LOCK});
    ${createSchema(schema)};
    ${aside ? `CREATE SCHEMA "${aside}";` : ""}
    ${moves.join("\n    ")}
    SELECT '${MARK}' || txid_current();
  `;
}

/** Sends SQL to psql, and returns the next line with the mark. */
function conversation({ child, done }: Tool): (sql: string) => Promise<string> {
  if (!child.stdin || !child.stdout) throw new Error("psql has no pipes");
  const { stdin, stdout } = child;
  const lines = linesOf(stdout);
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

/** Larger than the settings at the start of a dump. */
const HEAD_BYTES = 4096;
/** Set by pg_restore 17 and unknown to older servers. */
const NEW_SETTING = /^SET transaction_timeout = .*;\n/m;

/** A dump's text without settings that servers older than pg_restore refuse. */
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

/** Restores these entries of a dump through psql. */
async function pour(source: string, entries: string, psql: Tool): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "roost-restore-"));
  try {
    const list = join(folder, "list");
    await writeFile(list, entries);
    await pipeInto(psql, ["--file=-", `--use-list=${list}`, ...WITHOUT_ROLES, source]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Pipes the output of `pg_restore` into psql. */
async function pipeInto(psql: Tool, args: string[]): Promise<void> {
  const reading = startTool("pg_restore", args, {}, ["ignore", "pipe", "pipe"]);
  const { stdin } = psql.child;
  if (stdin && reading.child.stdout) {
    Readable.from(withoutNewSettings(reading.child.stdout)).pipe(stdin, { end: false });
  }
  const failed = psql.done.then(() => reading.child.kill("SIGKILL"));
  failed.catch(() => reading.child.kill("SIGKILL"));
  await reading.done.catch(async (error: unknown) => {
    // An error of psql is the reason.
    if (psql.child.exitCode !== null) await psql.done;
    throw error;
  });
}
