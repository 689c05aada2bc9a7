import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export type PostgresqlServer = {
  /** The URL of a database on the server: `postgres` is always there. */
  url(database: string): string;
  stop(): Promise<void>;
};

const PROGRAM = fileURLToPath(new URL("./postgresql-server.ts", import.meta.url));

/** Starts a PostgreSQL server of its own on a free port. It ends with this process at the latest. */
export async function startPostgresql(): Promise<PostgresqlServer> {
  const server = spawn(process.execPath, [PROGRAM], {
    // In a process group of its own, so that Ctrl-C reaches only us: it stops when its input ends.
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(server, "exit");
  const line = once(createInterface(server.stdout), "line");
  const first = await Promise.race([line, exit.then(() => undefined)]);
  if (first === undefined) throw new Error("PostgreSQL did not start");
  return {
    url: (database) => `${first[0]}${database}`,
    async stop() {
      server.stdin.end();
      await exit;
    },
  };
}
