import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export type PostgresqlServer = {
  /** The URL of a database on the server; `postgres` always exists. */
  url(database: string): string;
  /** Suspends every process of the server: connections stay open without answers. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
};

const PROGRAM = fileURLToPath(new URL("./postgresql-server.ts", import.meta.url));

/**
 * Starts a PostgreSQL server on a free port, with the programs in a folder if one is given. It ends
 * with this process at the latest.
 */
export async function startPostgresql(programs?: string): Promise<PostgresqlServer> {
  const server = spawn(process.execPath, [PROGRAM, ...(programs ? [programs] : [])], {
    // In a separate process group, so that Ctrl-C reaches only this process: the server stops when its input ends.
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(server, "exit");
  const line = once(createInterface(server.stdout), "line");
  const first = await Promise.race([line, exit.then(() => undefined)]);
  if (first === undefined) throw new Error("PostgreSQL did not start");
  const [base, pid] = String(first[0]).split(" ");
  return {
    url: (database) => `${base}${database}`,
    freeze: () => signalAll(Number(pid), "SIGSTOP"),
    thaw: () => signalAll(Number(pid), "SIGCONT"),
    async stop() {
      signalAll(Number(pid), "SIGCONT");
      server.stdin.end();
      await exit;
    },
  };
}

/** The parent first, so that it starts no more children. */
function signalAll(parent: number, signal: NodeJS.Signals): void {
  process.kill(parent, signal);
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  for (const line of table.split("\n")) {
    const [pid, of] = line.trim().split(/\s+/).map(Number);
    if (of === parent && pid !== undefined) signalIfRunning(pid, signal);
  }
}

/** A process of the server may have ended since it was listed. */
function signalIfRunning(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
