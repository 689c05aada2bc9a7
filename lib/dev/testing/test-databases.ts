import { randomBytes } from "node:crypto";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";

/** The source of a test run's databases. */
export type TestDatabases =
  | { kind: "sqlite"; folder: string }
  | { kind: "postgresql"; adminUrl: string };

declare module "vitest" {
  interface ProvidedContext {
    testDatabases: TestDatabases;
  }
}

export type TestDatabase = { url: string; remove(): Promise<void> };

/** A new database, migrated or empty. */
export async function newTestDatabase(
  from: TestDatabases,
  content: "migrated" | "empty",
): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  if (from.kind === "sqlite") {
    const folder = join(from.folder, name);
    const path = join(folder, "roost.db");
    await mkdir(folder);
    if (content === "migrated") await copyFile(join(from.folder, "template.db"), path);
    return { url: `file:${path}`, remove: () => rm(folder, { recursive: true }) };
  }
  const template = content === "migrated" ? "template" : "template1";
  await runOnServer(
    from.adminUrl,
    `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`,
  );
  const url = new URL(from.adminUrl);
  url.pathname = `/${name}`;
  const remove = () => runOnServer(from.adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  return { url: url.href, remove };
}

/** Runs a statement on a PostgreSQL server, outside transactions. */
export async function runOnServer(adminUrl: string, sql: string): Promise<void> {
  const adapter = await new PrismaPg({ connectionString: adminUrl, max: 1 }).connect();
  try {
    await adapter.executeRaw({ sql, args: [], argTypes: [] });
  } finally {
    await adapter.dispose();
  }
}

/** Every row of a PostgreSQL database as text, one a line. */
export async function dumpDatabase(url: string): Promise<string> {
  const adapter = await new PrismaPg({ connectionString: url, max: 1 }).connect();
  const column = async (sql: string) =>
    (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows.map(([value]) => String(value));
  try {
    const tables = await column(
      "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'",
    );
    const lines: string[] = [];
    for (const table of tables) lines.push(...(await column(`SELECT t::text FROM ${table} t`)));
    return lines.join("\n");
  } finally {
    await adapter.dispose();
  }
}
