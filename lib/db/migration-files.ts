import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { MigrationList } from "@prisma/schema-engine-wasm";

export type Provider = "sqlite" | "postgresql";

const PRISMA = fileURLToPath(new URL("../../prisma", import.meta.url));

/** Where the migrations of Roost itself are. */
export function migrationsDirectory(provider: Provider): string {
  return join(PRISMA, provider, "migrations");
}

/** The migrations in a folder, oldest first, as the schema engine wants them. */
export async function readMigrations(
  directory: string,
  provider: Provider,
): Promise<MigrationList> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = names.sort().map(async (name) => ({
    path: name,
    migrationFile: {
      path: "migration.sql",
      content: {
        tag: "ok" as const,
        value: await readFile(join(directory, name, "migration.sql"), "utf8"),
      },
    },
  }));
  return {
    baseDir: directory,
    lockfile: { path: "migration_lock.toml", content: lockfile(provider) },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(migrationDirectories),
  };
}

/** The file by which the engine knows which database a folder of migrations is for. */
export function lockfile(provider: Provider): string {
  return `provider = "${provider}"\n`;
}

/** The models as they are in the checkout: pairs of a file name and its text. */
export async function readModels(provider: Provider): Promise<[string, string][]> {
  const models = join(PRISMA, "models");
  const files = (await readdir(models)).sort().map((name) => [name, join(models, name)] as const);
  const all = [["schema.prisma", join(PRISMA, provider, "schema.prisma")] as const, ...files];
  return Promise.all(
    all.map(
      async ([name, path]): Promise<[string, string]> => [name, await readFile(path, "utf8")],
    ),
  );
}
