import { join } from "node:path";
import { expect, test } from "vitest";
import { differenceToModels } from "#lib/dev/schema-diff.ts";
import { databaseToCopy, shelf } from "#lib/dev/testing/backups.ts";
import { lineTo } from "#lib/dev/testing/line.ts";
import { rowsOf } from "#lib/dev/testing/migrations.ts";
import { runOnServer } from "#lib/dev/testing/test-databases.ts";
import { backUp, restore } from "./backup.ts";
import { migrate } from "./migrations.ts";
import { ask, withConnection } from "./postgresql-tables.ts";
import { connectionVariables, startTool } from "./postgresql-tools.ts";

/* Backup and restore beside other objects of a PostgreSQL schema, and with a lost connection. */

/** The first column of the answer. */
const read = (url: string, sql: string) => withConnection(url, (adapter) => ask(adapter, sql));
const tablesIn = async (url: string, schema: string) =>
  (await read(url, `SELECT tablename FROM pg_tables WHERE schemaname = '${schema}'`)).sort();
const ASIDE = "SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'roost_replaced%'";

/** A migrated database with rows, and a backup of it. */
async function backedUp() {
  const url = await databaseToCopy();
  const file = join(shelf(), `${new URL(url).pathname.slice(1)}.backup`);
  const { tables } = await backUp(url, file, false);
  return { url, file, tables: Object.keys(tables).sort() };
}

test("a backup and a restore do not change another application's table, rows and view", async () => {
  const url = await databaseToCopy();
  const own = await tablesIn(url, "public");
  await runOnServer(url, "CREATE TABLE invoices (id serial PRIMARY KEY, text text)");
  await runOnServer(url, "CREATE VIEW texts AS SELECT text FROM invoices");
  await runOnServer(url, "INSERT INTO invoices (text) VALUES ('one')");
  const file = join(shelf(), "beside");
  const { tables } = await backUp(url, file, false);
  expect(Object.keys(tables).sort()).toEqual(own);
  await runOnServer(url, "INSERT INTO invoices (text) VALUES ('two')");
  const before = await read(url, "SELECT 'invoices'::regclass::oid::int AS id");
  const { replaced = "" } = await restore(url, file);
  expect(await tablesIn(url, replaced.replace("schema ", ""))).toEqual(own);
  expect(await tablesIn(url, "public")).toEqual([...own, "invoices"].sort());
  expect(await read(url, "SELECT 'invoices'::regclass::oid::int AS id")).toEqual(before);
  expect(await read(url, "SELECT text FROM texts")).toEqual(["one", "two"]);
});

test("a text with other line separators is backed up and restored", async () => {
  const url = await databaseToCopy();
  await runOnServer(url, `UPDATE "User" SET name = E'a\\u2028b\\u2029c\\rd\\ne\\tf\\\\.'`);
  const before = await rowsOf(url);
  const file = join(shelf(), "separators");
  await backUp(url, file, false);
  await restore(url, file);
  expect(await rowsOf(url)).toEqual(before);
});

test("a restore takes only Roost's tables from a backup that has others, and no trigger whose function is missing", async () => {
  const url = await databaseToCopy();
  const before = await rowsOf(url);
  await runOnServer(url, "CREATE TABLE invoices (id serial PRIMARY KEY, text text)");
  await runOnServer(
    url,
    "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
  );
  await runOnServer(url, `CREATE TRIGGER note AFTER DELETE ON "Token" EXECUTE FUNCTION noted()`);
  await read(url, `SELECT setval('"AuditEvent_id_seq"', 7)::text`);
  // Like earlier versions.
  const file = join(shelf(), "all-tables");
  const all = ["--format=custom", '--table="public".*', `--file=${file}`];
  await startTool("pg_dump", all, connectionVariables(url), ["ignore", "ignore", "pipe"]).done;
  await runOnServer(url, "DROP FUNCTION noted CASCADE");
  await runOnServer(url, "INSERT INTO invoices (text) VALUES ('one')");
  const { content, leftOut } = await restore(url, file);
  expect(leftOut).toEqual(["invoices"]);
  expect(Object.keys(content.tables)).not.toContain("invoices");
  expect(await read(url, "SELECT text FROM invoices")).toEqual(["one"]);
  await runOnServer(url, "DROP TABLE invoices");
  expect(await rowsOf(url)).toEqual(before);
  expect(await differenceToModels(url, "postgresql")).toBe("");
  expect(await read(url, `SELECT last_value::int FROM "AuditEvent_id_seq"`)).toEqual(["7"]);
});

test("a backup of another schema is refused in one line", async () => {
  const { url, file } = await backedUp();
  const other = new URL(url);
  other.searchParams.set("schema", "other");
  await expect(restore(other.href, file)).rejects.toThrow(
    /^The backup is of the schema public, and DATABASE_URL names the schema other\. [^\n]+$/,
  );
  expect(await tablesIn(url, "other")).toEqual([]);
});

test("another application's table with a name of Roost's is not moved", async () => {
  const { file } = await backedUp();
  const url = await databaseToCopy("empty");
  await runOnServer(url, `CREATE TABLE "User" (login text)`);
  await expect(restore(url, file)).rejects.toThrow(/^psql failed: [^\n]*"User" already exists/);
  expect(await tablesIn(url, "public")).toEqual(["User"]);
});

test("a restore over a newer version's database also moves its unknown tables, for a later upgrade", async () => {
  const { url, file } = await backedUp();
  await runOnServer(url, 'CREATE TABLE "Later" (id int)');
  await runOnServer(
    url,
    `UPDATE _prisma_migrations SET migration_name = '29990101000000_later' WHERE migration_name LIKE '%_init'`,
  );
  const { replaced = "" } = await restore(url, file);
  expect(await tablesIn(url, replaced.replace("schema ", ""))).toContain("Later");
  expect(await tablesIn(url, "public")).not.toContain("Later");
  expect((await migrate(url)).applied).toEqual([]);
});

test("a restore whose connection is lost after its COMMIT has arrived is reported as done", async () => {
  const { url, file } = await backedUp();
  const wanted = await rowsOf(url);
  await runOnServer(url, `DELETE FROM "AuditEvent"`);
  const line = await lineTo(url);
  line.dropOnceAt("COMMIT", { arrives: true });
  const { replaced = "" } = await restore(line.url, file);
  expect(await read(url, ASIDE)).toEqual([replaced.replace("schema ", "")]);
  expect(await rowsOf(url)).toEqual(wanted);
});

test("a restore whose connection is lost before its COMMIT has arrived is reported as undone", async () => {
  const { url, file } = await backedUp();
  await runOnServer(url, `DELETE FROM "AuditEvent"`);
  const before = await rowsOf(url);
  const line = await lineTo(url);
  line.dropOnceAt("COMMIT", { arrives: false });
  await expect(restore(line.url, file)).rejects.toThrow(
    /^The connection was lost before the restore was committed\. The database is as it was[^\n]+$/,
  );
  expect(await read(url, ASIDE)).toEqual([]);
  expect(await rowsOf(url)).toEqual(before);
});

test.each([{ arrives: true }, { arrives: false }])(
  "a restore with an unknown outcome names the schema that shows it, COMMIT arrives: $arrives",
  async ({ arrives }) => {
    const { url, file } = await backedUp();
    const line = await lineTo(url);
    line.cutAt("COMMIT", { arrives });
    const error = await restore(line.url, file).catch((caught: Error) => caught.message);
    expect(error).toMatch(
      /^The outcome of the restore is unknown: [^\n]+ is done; if not, the database is as it was\.$/,
    );
    const [, schema] = /if there is the schema (roost_replaced_\d{17}) /.exec(`${error}`) ?? [];
    expect(await read(url, ASIDE)).toEqual(arrives ? [schema] : []);
  },
);

test("a COMMIT refused by the server is reported with its message", async () => {
  const { url, file } = await backedUp();
  const before = await rowsOf(url);
  const line = await lineTo(url);
  line.replaceAt("COMMIT", "COMMOT");
  await expect(restore(line.url, file)).rejects.toThrow(/^psql failed: [^\n]*syntax error/);
  expect(await read(url, ASIDE)).toEqual([]);
  expect(await rowsOf(url)).toEqual(before);
});
