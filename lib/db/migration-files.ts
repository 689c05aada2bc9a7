import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Provider = "sqlite" | "postgresql";

export type Migration = { name: string; sql: string };

/** The folder of Roost's models and migrations. */
export const PRISMA_DIRECTORY = fileURLToPath(new URL("../../prisma", import.meta.url));

/** The folder of Roost's migrations for a database. */
export function migrationsDirectory(provider: Provider): string {
  return join(PRISMA_DIRECTORY, provider, "migrations");
}

/** The migrations in a folder, oldest first. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(join(directory, name, "migration.sql"), "utf8"),
    })),
  );
}

/** The checksum that Prisma records to recognize a migration's file. */
export function checksumOf(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}

/** Whether a file has this checksum; Git may have changed its line endings since. */
export function hasChecksum(sql: string, checksum: string): boolean {
  const unix = sql.replaceAll("\r\n", "\n");
  return [sql, unix, unix.replaceAll("\n", "\r\n")].some((text) => checksumOf(text) === checksum);
}
