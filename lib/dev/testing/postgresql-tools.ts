import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

const DEBIAN = "/usr/lib/postgresql";
const NEEDED = ["initdb", "postgres", "pg_dump", "pg_restore", "psql"];

/**
 * The folder of a PostgreSQL installation with client programs, which npm's package lacks: they
 * refuse newer servers, so both must be from the same installation.
 */
export function postgresqlTools(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const debian = versions.sort((a, b) => Number(b) - Number(a)).map((v) => join(DEBIAN, v, "bin"));
  return [...debian, ...foldersOfPath()].find((folder) =>
    NEEDED.every((name) => existsSync(join(folder, name))),
  );
}

/** Puts these programs first in the process's PATH. */
export function usePostgresqlTools(): string {
  const folder = postgresqlTools();
  if (folder === undefined) throw new Error("the tests need PostgreSQL with its client programs");
  process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;
  return folder;
}

function foldersOfPath(): string[] {
  try {
    const found = execFileSync("which", ["pg_dump"], { encoding: "utf8" }).trim();
    return [dirname(realpathSync(found))];
  } catch {
    return [];
  }
}
