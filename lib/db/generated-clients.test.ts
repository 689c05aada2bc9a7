import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";

/** The models of a generated client. */
async function modelsOf(provider: string): Promise<Record<string, unknown>> {
  const file = new URL(`./generated/${provider}/internal/class.ts`, import.meta.url);
  const text = await readFile(file, "utf8");
  const found = /runtimeDataModel = JSON\.parse\((".*")\)/.exec(text);
  return JSON.parse(JSON.parse(found?.[1] ?? '"{}"')).models;
}

test("both generated clients have the models, fields and relations of prisma/models", async () => {
  const sqlite = await modelsOf("sqlite");
  const postgresql = await modelsOf("postgresql");
  expect(postgresql).toEqual(sqlite);

  const folder = new URL("../../prisma/models/", import.meta.url);
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
  const names = texts.join("\n").matchAll(/^model (\w+)/gm);
  expect(Object.keys(sqlite).sort()).toEqual([...names].map(([, name]) => name).sort());
});
