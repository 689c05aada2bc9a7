import { readFileSync } from "node:fs";
import { SettingsError } from "./settings-error.ts";

/** A file that this process was started with, and the option or setting that names it. */
type Named = { what: string; path: string };

/** The files of Node's `--env-file`. */
function envFiles(execArgv: readonly string[]): Named[] {
  return execArgv.flatMap((argument, at): Named[] => {
    const [, option = "", inline] = /^(--env-file(?:-if-exists)?)(?:=(.*))?$/s.exec(argument) ?? [];
    const path = inline ?? execArgv[at + 1];
    return option === "" || path === undefined ? [] : [{ what: option, path }];
  });
}

/** The certificates and keys named in a PostgreSQL address. */
function databaseFiles(databaseUrl: string | undefined): Named[] {
  if (!databaseUrl || !URL.canParse(databaseUrl)) return [];
  const { searchParams } = new URL(databaseUrl);
  return ["sslrootcert", "sslcert", "sslkey"].flatMap((name) => {
    const path = searchParams.get(name);
    return path === null || path === "" ? [] : [{ what: `${name} of DATABASE_URL`, path }];
  });
}

function isUtf16(path: string): boolean {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    // The code that needs the file reports it better.
    return false;
  }
  const mark = bytes.subarray(0, 2).toString("hex");
  return mark === "fffe" || mark === "feff" || bytes.includes(0);
}

/**
 * Refuses UTF-16 files: Node and OpenSSL silently read nothing from them, so an empty database
 * would open in place of the one that the file names.
 */
export function assertPlainFiles(
  env: Record<string, string | undefined>,
  execArgv: readonly string[],
): void {
  const authorities = ["NODE_EXTRA_CA_CERTS", "NETBIRD_CA_FILE"].flatMap((what) => {
    const path = env[what];
    return path ? [{ what, path }] : [];
  });
  const named = [...envFiles(execArgv), ...databaseFiles(env.DATABASE_URL), ...authorities];
  const lines = named
    .filter(({ path }) => isUtf16(path))
    .map(
      ({ what, path }) => `${what}: ${path} is not UTF-8 (it looks like UTF-16). Save it as UTF-8`,
    );
  if (lines.length > 0) throw new SettingsError(lines);
}
