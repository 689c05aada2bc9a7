import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { inject } from "vitest";
import { migrate } from "#lib/db/migrations.ts";
import { freshDatabaseUrl } from "./database.ts";
import { atFileEnd, oncePerFile, temporaryFolder } from "./file-end.ts";
import { fill } from "./migrations.ts";
import { type PostgresqlServer, startPostgresql } from "./postgresql.ts";
import { usePostgresqlTools } from "./postgresql-tools.ts";
import { runOnServer } from "./test-databases.ts";

const { kind } = inject("testDatabases");
const WRITER = new URL("./keep-writing.ts", import.meta.url).pathname;

/** A folder for backups, removed after the test file. */
export const shelf = temporaryFolder("roost-backups-");
/** A server for the test file, started at its first database. */
const ownServer = oncePerFile(async () => {
  const server = await startPostgresql(usePostgresqlTools());
  atFileEnd(() => server.stop());
  return server;
});
let made = 0;

/** A database for this machine's backup programs, with rows in every table or none. */
export async function databaseToCopy(content: "rows" | "empty" = "rows"): Promise<string> {
  const onServer = kind === "postgresql";
  const url = onServer ? await newOn(await ownServer()) : await freshDatabaseUrl("empty");
  if (content === "empty") return url;
  await migrate(url);
  await fill(url);
  return url;
}

async function newOn(server: PostgresqlServer): Promise<string> {
  made += 1;
  await runOnServer(server.url("postgres"), `CREATE DATABASE test_${made}`);
  return server.url(`test_${made}`);
}

/** A process that writes accounts in sequence; `acknowledged` lists the confirmed ones. */
export type Writing = { acknowledged: string[]; kill(): Promise<void> };

/** Starts to write; resolves once the first `count` writes are acknowledged. */
export async function keepWriting(url: string, prefix: string, count: number): Promise<Writing> {
  const child = spawn(process.execPath, [WRITER, url, prefix], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const acknowledged: string[] = [];
  const enough = Promise.withResolvers<void>();
  createInterface(child.stdout).on("line", (id) => {
    acknowledged.push(id);
    if (acknowledged.length >= count) enough.resolve();
  });
  void exit.then(([code]) => enough.reject(new Error(`the writer ended: ${code}`)));
  await enough.promise;
  return {
    acknowledged,
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}
