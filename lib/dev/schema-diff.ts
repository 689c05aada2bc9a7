import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PRISMA_DIRECTORY, type Provider } from "#lib/db/migration-files.ts";
import { connectForEngine } from "./engine-connection.ts";
import { withSchemaEngine } from "./schema-engine.ts";

/** The SQL that would bring a database to the models; empty if it is there. */
export async function differenceToModels(url: string, provider: Provider): Promise<string> {
  const models = await readModels(provider);
  const files = models.map(([path, content]) => ({ path, content }));
  const adapter = await connectForEngine(url);
  try {
    const sql = await withSchemaEngine(adapter, models, (engine) =>
      engine.diff(
        { tag: "schemaDatasource", files, configDir: "" },
        { tag: "schemaDatamodel", files },
      ),
    );
    return sql.includes("This is an empty migration") ? "" : sql.trim();
  } finally {
    await adapter.dispose();
  }
}

/** The models as they are in the checkout: pairs of a file name and its text. */
async function readModels(provider: Provider): Promise<[string, string][]> {
  const models = join(PRISMA_DIRECTORY, "models");
  const files = (await readdir(models)).sort().map((name) => [name, join(models, name)] as const);
  const main = join(PRISMA_DIRECTORY, provider, "schema.prisma");
  const all = [["schema.prisma", main] as const, ...files];
  return Promise.all(
    all.map(
      async ([name, path]): Promise<[string, string]> => [name, await readFile(path, "utf8")],
    ),
  );
}
