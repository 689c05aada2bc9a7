import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { databaseToCopy, shelf } from "#lib/dev/testing/backups.ts";
import { runOnServer } from "#lib/dev/testing/test-databases.ts";
import { backUp, restore } from "./backup.ts";
import { ask, withConnection } from "./postgresql-tables.ts";

/** The first column of the answer. */
const read = (url: string, sql: string) => withConnection(url, (adapter) => ask(adapter, sql));
const TABLES = "SELECT schemaname || '.' || tablename FROM pg_tables WHERE tablename = 'Token'";

let file: string;
beforeAll(async () => {
  file = join(shelf(), "backup");
  await backUp(await databaseToCopy(), file, false);
});

test.each([
  [
    `CREATE TABLE badges ("user" text, CONSTRAINT worn FOREIGN KEY ("user") REFERENCES "User" (id))`,
    "the foreign key worn of badges",
  ],
  [`CREATE VIEW names AS SELECT name FROM "User"`, "the view or rule names"],
  [`CREATE MATERIALIZED VIEW many AS SELECT count(*) FROM "Token"`, "the view or rule many"],
  [`CREATE TABLE heirs () INHERITS ("Group")`, "the table heirs"],
  [
    `CREATE FUNCTION total() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM "User"; END`,
    "the function total()",
  ],
  [
    `CREATE FUNCTION shown("Token") RETURNS text LANGUAGE sql AS 'SELECT $1.name'`,
    `the function shown("Token")`,
  ],
  [`CREATE TABLE copies (token "Token"[])`, "the table copies"],
  [`CREATE TABLE parent (id text); ALTER TABLE "Group" INHERIT parent`, "the table parent"],
  [
    `CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
     CREATE TRIGGER note AFTER DELETE ON "Token" EXECUTE FUNCTION noted()`,
    `the trigger note of "Token"`,
  ],
  [
    `CREATE RULE keep AS ON DELETE TO "AuditEvent" DO INSTEAD NOTHING`,
    `the rule keep of "AuditEvent"`,
  ],
  [`CREATE POLICY own ON "User" USING (true)`, `the policy own of "User"`],
  [`CREATE STATISTICS pairs ON id, name FROM "User"`, `the statistics pairs of "User"`],
  [`CREATE PUBLICATION feed FOR TABLE "AuditEvent"`, `the publication feed of "AuditEvent"`],
  [
    `GRANT SELECT ON "AuditEvent", "User" TO pg_monitor; GRANT SELECT (name) ON "Group" TO PUBLIC`,
    "the grants to PUBLIC, the grants to pg_monitor",
  ],
  [`GRANT USAGE ON SEQUENCE "AuditEvent_id_seq" TO pg_monitor`, "the grants to pg_monitor"],
])("a restore beside %s is refused in one line, and changes nothing", async (sql, object) => {
  const url = await databaseToCopy();
  await runOnServer(url, sql);
  await expect(restore(url, file)).rejects.toThrow(
    `Other objects of the database refer to Roost's tables: ${object}. Drop or revoke them, and`,
  );
  expect(await read(url, TABLES)).toEqual(["public.Token"]);
});
