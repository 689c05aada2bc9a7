import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type { SqlQuery } from "@prisma/driver-adapter-utils";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { cacheStatements } from "./cached-statements.ts";
import { databasePath } from "./sqlite-connection.ts";

let path: string;
beforeEach(async () => {
  useTestSettings();
  path = databasePath((await freshDatabase()).url);
  await seedAccount();
});

async function connect({ cached }: { cached: boolean }) {
  const adapter = await new PrismaBetterSqlite3({ url: path }).connect();
  const prepared: string[] = [];
  const { client } = adapter as unknown as { client: { prepare(sql: string): unknown } };
  const prepare = client.prepare.bind(client);
  client.prepare = (sql) => {
    prepared.push(sql);
    return prepare(sql);
  };
  if (cached) cacheStatements(adapter);
  onTestFinished(() => adapter.dispose());
  return { adapter, prepared };
}

const query = (sql: string, ...args: unknown[]): SqlQuery => ({
  sql,
  args,
  argTypes: args.map(() => ({ scalarType: "string", arity: "scalar" })),
});
const select = (value: string) =>
  query(`SELECT "id", "createdAt", ? AS "given" FROM "Account" WHERE ? <> ''`, value, value);

test("each SQL is prepared once, and every query gets its own values and all columns", async () => {
  const [plain, cached] = [await connect({ cached: false }), await connect({ cached: true })];
  for (const value of ["a", "b", "", "a"]) {
    const expected = await plain.adapter.queryRaw(select(value));
    expect(await cached.adapter.queryRaw(select(value))).toEqual(expected);
  }
  expect(plain.prepared).toHaveLength(4);
  expect(cached.prepared).toHaveLength(1);
});

test("changes are counted, and an error of a statement leaves it usable", async () => {
  const { adapter, prepared } = await connect({ cached: true });
  const insert = (id: string) =>
    query(
      `INSERT INTO "Account" ("id", "createdAt", "createdBy", "settings") VALUES (?, '', '', '{}')`,
      id,
    );
  expect(await adapter.executeRaw(insert("a1"))).toBe(1);
  await expect(adapter.executeRaw(insert("a1"))).rejects.toMatchObject({
    cause: { kind: "UniqueConstraintViolation" },
  });
  expect(await adapter.executeRaw(insert("a2"))).toBe(1);
  expect(prepared).toHaveLength(1);
});

test("a pragma with a value is not kept", async () => {
  const { adapter, prepared } = await connect({ cached: true });
  for (const _ of [1, 2]) await adapter.executeRaw(query("PRAGMA user_version = 7"));
  expect(prepared).toHaveLength(2);
});
