import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "#lib/db/migrations.ts";

/** Once per run: migrates the SQLite file that every test database is a copy of. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "roost-sqlite-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  await migrate(`file:${join(folder, "template.db")}`);
  project.provide("testDatabases", { kind: "sqlite", folder });
  return remove;
}
