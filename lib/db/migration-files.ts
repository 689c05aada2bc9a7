import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Provider = "sqlite" | "postgresql";

export type Migration = { name: string; sql: string };

/** Where the models and the migrations of Roost itself are. */
export const PRISMA_DIRECTORY = fileURLToPath(new URL("../../prisma", import.meta.url));

/** Where the migrations of Roost itself are. */
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

/** What Prisma records of a migration, to know its file again. */
export function checksumOf(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}

/** Whether a file is the one with this checksum; Git may have changed its line ends since. */
export function hasChecksum(sql: string, checksum: string): boolean {
  const unix = sql.replaceAll("\r\n", "\n");
  return [sql, unix, unix.replaceAll("\n", "\r\n")].some((text) => checksumOf(text) === checksum);
}
