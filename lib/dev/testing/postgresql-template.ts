import type { TestProject } from "vitest/node";
import { migrate } from "#lib/db/migrations.ts";
import { startPostgresql } from "./postgresql.ts";
import { runOnServer } from "./test-databases.ts";

/** Once per run: starts PostgreSQL and migrates the template of all test databases. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresql();
  const adminUrl = server.url("postgres");
  await runOnServer(adminUrl, "CREATE DATABASE template");
  await migrate(server.url("template"));
  project.provide("testDatabases", { kind: "postgresql", adminUrl });
  return () => server.stop();
}
