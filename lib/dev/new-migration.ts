import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrationsDirectory, type Provider } from "#lib/db/migration-files.ts";
import { migrate } from "#lib/db/migrations.ts";

import { startPostgresql } from "#lib/dev/testing/postgresql.ts";
import { differenceToModels } from "./schema-diff.ts";
import { lockfile } from "./schema-engine.ts";

/*
 * `node lib/dev/new-migration.ts <name>` writes the migrations from the newest migration to the
 * models for both databases. It compares them with temporary databases.
 */

const PROVIDERS: Provider[] = ["sqlite", "postgresql"];

const name = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  process.stderr.write("Usage: node lib/dev/new-migration.ts <name>   (a-z, 0-9 and _)\n");
  process.exit(2);
}

const scratch = await mkdtemp(join(tmpdir(), "roost-migration-"));
const server = await startPostgresql();
try {
  process.exitCode = await writeMissing();
} finally {
  await server.stop();
  await rm(scratch, { recursive: true });
}
// The schema engine leaves a timer that would keep the process alive for ten seconds.
process.exit();

async function writeMissing(): Promise<number> {
  const missing = {
    sqlite: await missingIn("sqlite", `file:${join(scratch, "scratch.db")}`),
    postgresql: await missingIn("postgresql", server.url("postgres")),
  };
  if (missing.sqlite === "" && missing.postgresql === "") {
    process.stderr.write("The migrations match the models: nothing to write.\n");
    return 1;
  }
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  for (const provider of PROVIDERS) {
    await writeMigration(provider, `${time}_${name}`, missing[provider]);
  }
  process.stdout.write("Review both before you commit them: existing rows must survive.\n");
  return 0;
}

async function missingIn(provider: Provider, url: string): Promise<string> {
  const directory = migrationsDirectory(provider);
  await mkdir(directory, { recursive: true });
  await migrate(url, directory);
  return differenceToModels(url, provider);
}

async function writeMigration(provider: Provider, folderName: string, sql: string): Promise<void> {
  const directory = migrationsDirectory(provider);
  const folder = join(directory, folderName);
  await mkdir(folder);
  const file = join(folder, "migration.sql");
  await writeFile(file, `${sql || "-- Nothing changes on this database."}\n`);
  await writeFile(join(directory, "migration_lock.toml"), lockfile(provider));
  process.stdout.write(`Wrote ${file}\n`);
}
