import { Problem } from "#lib/contract/problem.ts";
import { migrationsDirectory, type Provider, readMigrations } from "./migration-files.ts";

/** Refuses a backup of a newer version: a Problem of one line. */
export async function assertKnownMigrations(provider: Provider, found: string[]): Promise<void> {
  const migrations = await readMigrations(migrationsDirectory(provider));
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = found.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Problem(
    "internal",
    `The backup is from a newer version of Roost: it has the migration ${unknown.join(", ")}. Restore it with that version.`,
  );
}
