import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { childEnvironment } from "#lib/config/child-environment.ts";
import { Problem } from "#lib/contract/problem.ts";
import { connectionOptions } from "./postgresql-connection.ts";

/** URL parameters with environment variables of the server's client programs. */
const PARAMETERS = new Map([
  ["sslmode", "PGSSLMODE"],
  ["sslrootcert", "PGSSLROOTCERT"],
  ["sslcert", "PGSSLCERT"],
  ["sslkey", "PGSSLKEY"],
  ["host", "PGHOST"],
  ["options", "PGOPTIONS"],
]);

/** Options of `pg_dump` and `pg_restore`: the roles of one server need not exist on another. */
export const WITHOUT_ROLES = ["--no-owner", "--no-privileges"];

type Pipes = ("ignore" | "pipe")[];

/** A running program and its end. */
export type Tool = { child: ChildProcess; done: Promise<void> };

/** The connection as variables: on a command line, other users of the machine could read the password. */
export function connectionVariables(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(
    connectionOptions(url).connectionString,
  );
  const given = {
    PGHOST: hostname.replace(/^\[|\]$/g, ""),
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
  const parameters = [...searchParams].flatMap(([name, value]) => {
    const variable = PARAMETERS.get(name);
    return variable ? [[variable, value]] : [];
  });
  const all = [...Object.entries(given), ...parameters, ...verification(searchParams)];
  return Object.fromEntries(all.filter(([, value]) => value !== ""));
}

/**
 * How strictly the programs verify the server: like the driver, which treats every TLS mode as
 * "verify-full". libpq's "require" would accept any server.
 */
function verification(parameters: URLSearchParams): string[][] {
  const mode = parameters.get("sslmode");
  const asked = mode ?? (["true", "1"].includes(parameters.get("ssl") ?? "") ? "require" : null);
  if (asked === null || asked === "disable" || parameters.get("uselibpqcompat") === "true") {
    return [];
  }
  // A mode of the driver only, called "require" by the programs.
  if (asked === "no-verify") return [["PGSSLMODE", "require"]];
  const roots = parameters.has("sslrootcert") ? [] : [["PGSSLROOTCERT", "system"]];
  return [["PGSSLMODE", "verify-full"], ...roots];
}

/** Starts one of PostgreSQL's client programs; `done` rejects with a Problem of one line. */
export function startTool(
  name: string,
  args: string[],
  variables: Record<string, string>,
  stdio: Pipes,
): Tool {
  const child: ChildProcess = spawn(name, args, { stdio, env: childEnvironment(variables) });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4_000);
  });
  // A program that ends early closes its input; its output has the reason.
  child.stdin?.on("error", () => {});
  const ended = Promise.race([
    once(child, "close"),
    once(child, "error").then(([e]) => Promise.reject(e)),
  ]);
  const done = ended.then(
    ([code]) => {
      if (code !== 0) throw new Problem("internal", `${name} failed: ${oneLine(said) || code}`);
    },
    (error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      throw new Problem(
        "internal",
        `${name} is not installed here. Install PostgreSQL's client programs (Debian: postgresql-client), not older than the server.`,
      );
    },
  );
  // Handled here, in case the caller awaits something else first.
  done.catch(() => {});
  return { child, done };
}

function oneLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").join("; ");
}
