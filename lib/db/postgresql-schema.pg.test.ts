import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { databaseToCopy, shelf } from "#lib/dev/testing/backups.ts";
import { fill, rowsOf, using } from "#lib/dev/testing/migrations.ts";
import { runOnServer } from "#lib/dev/testing/test-databases.ts";
import { accountState } from "./account-state.ts";
import { backUp, restore } from "./backup.ts";
import { migrate } from "./migrations.ts";
import { ask, withConnection } from "./postgresql-tables.ts";

/** An empty database of a role with a schema of its own name. */
async function withOwnSchema(): Promise<{ admin: string; role: string; url: URL }> {
  const admin = await databaseToCopy("empty");
  const url = new URL(admin);
  const role = `role_${randomBytes(6).toString("hex")}`;
  await runOnServer(admin, `CREATE ROLE ${role} LOGIN PASSWORD '${url.password}'`);
  await runOnServer(admin, `ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${role}`);
  await runOnServer(admin, `CREATE SCHEMA AUTHORIZATION ${role}`);
  // The sample rows need it.
  await runOnServer(admin, `GRANT SET ON PARAMETER session_replication_role TO ${role}`);
  url.username = role;
  return { admin, role, url };
}

/** The schemas with Roost's tables. */
const schemasOf = (url: string) =>
  withConnection(url, (adapter) =>
    ask(adapter, "SELECT DISTINCT schemaname::text FROM pg_tables WHERE tablename = 'Token'"),
  );

/** Uses a database in every way, and returns the schemas with Roost's tables. */
async function useAll(url: string): Promise<string[]> {
  expect(await accountState(url)).toBe("none");
  await migrate(url);
  await fill(url);
  expect((await migrate(url)).applied).toEqual([]);
  expect(await accountState(url)).toBe("present");
  const before = await rowsOf(url);
  const file = join(shelf(), randomBytes(6).toString("hex"));
  await backUp(url, file, false);
  await using(url, ({ write }) => write((tx) => tx.$executeRaw`DELETE FROM "Token"`));
  const schemas = await schemasOf(url);
  const { replaced = "" } = await restore(url, file);
  expect(await rowsOf(url)).toEqual(before);
  expect(await schemasOf(url)).toEqual(
    expect.arrayContaining([...schemas, replaced.replace("schema ", "")]),
  );
  return schemas;
}

test("everything is in public, even for a role with a schema of its name", async () => {
  const { url } = await withOwnSchema();
  expect(await useAll(url.href)).toEqual(["public"]);
});

test("everything is in public at any search path of the role and of the address", async () => {
  const { admin, role, url } = await withOwnSchema();
  await runOnServer(admin, `ALTER ROLE ${role} SET search_path = ${role}`);
  url.searchParams.set("options", `-c search_path=${role}`);
  expect(await useAll(url.href)).toEqual(["public"]);
});

test("everything is in the schema of the address, also one with upper case", async () => {
  const { admin, url } = await withOwnSchema();
  url.searchParams.set("schema", "Roost_Team");
  expect(await useAll(url.href)).toEqual(["Roost_Team"]);
  expect(await schemasOf(admin)).not.toContain("public");
});

test("a role without the right to create schemas uses an existing one", async () => {
  const { admin, role, url } = await withOwnSchema();
  await runOnServer(admin, `ALTER DATABASE ${url.pathname.slice(1)} OWNER TO roost`);
  url.searchParams.set("schema", role);
  expect((await migrate(url.href)).applied).not.toEqual([]);
  expect(await schemasOf(url.href)).toEqual([role]);
});
