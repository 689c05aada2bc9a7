import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { migrationsDirectory, type Provider, readMigrations } from "#lib/db/migration-files.ts";
import { connectForEngine } from "#lib/dev/engine-connection.ts";
import { type Diagnosis, type Engine, withSchemaEngine } from "#lib/dev/schema-engine.ts";

/** Migrates a database by Prisma's own engine, as its tools and earlier versions of Roost do. */
export async function migrateByEngine(
  url: string,
  provider: Provider,
  directory: string,
): Promise<string[]> {
  const migrations = await readMigrations(directory);
  return withEngine(url, provider, (engine) => engine.apply(migrations));
}

/** What Prisma's own engine finds in a database. */
export async function diagnoseByEngine(url: string, provider: Provider): Promise<Diagnosis> {
  const migrations = await readMigrations(migrationsDirectory(provider));
  return withEngine(url, provider, (engine) => engine.diagnose(migrations));
}

async function withEngine<T>(
  url: string,
  provider: Provider,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const adapter = await connectForEngine(url);
  const datamodel = `datasource db {\n  provider = "${provider}"\n}\n`;
  try {
    return await withSchemaEngine(wholeScripts(adapter), [["schema.prisma", datamodel]], use);
  } finally {
    await adapter.dispose();
  }
}

/** On PostgreSQL the adapter would split a script at each semicolon, inside a function too. */
function wholeScripts(adapter: SqlDriverAdapter): SqlDriverAdapter {
  if (adapter.provider === "sqlite") return adapter;
  return Object.assign(adapter, {
    executeScript: async (sql: string) => {
      await adapter.executeRaw({ sql, args: [], argTypes: [] });
    },
  });
}
