import { existsSync } from "node:fs";
import { join } from "node:path";
import { databaseName } from "#lib/config/account-marker.ts";
import { dataDirectory } from "#lib/config/data-directory.ts";
import { absoluteDatabaseUrl, databaseUrlError } from "#lib/config/database-address.ts";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { copyInstallation } from "#lib/db/store/copy.ts";
import { CommandError } from "../command-error.ts";
import { withProgress } from "../progress.ts";

/**
 * `migrate-store --from <address> --to <address>`: copies the installation to the other kind of
 * database, and prints what to set afterwards.
 */
export async function migrateStore(source: string, target: string): Promise<void> {
  const [from, to] = [addressOf("--from", source), addressOf("--to", target)];
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const copied = await copyInstallation(from, to, { say, progress: withProgress });
  const rows = [...copied.values()].reduce((sum, { rows }) => sum + rows, 0);
  for (const [table, { rows, digest }] of copied) {
    if (rows > 0) say(`${table}: ${rows}, SHA-256 ${digest}`);
  }
  say(`Verified: ${rows} rows in ${copied.size} tables are equal in both databases.`);
  say(`Set DATABASE_URL to ${databaseName(to)} with its user and password, then start Roost.`);
  say(secretAdvice(from, to));
}

/** An address of a database as in DATABASE_URL; never shows it, since it may have a password. */
function addressOf(option: string, url: string): string {
  const error = databaseUrlError(url);
  if (error !== undefined) throw new CommandError(`${option} ${error}`);
  return absoluteDatabaseUrl(url, repositoryRoot());
}

/** Sessions are signed with the secret, which is beside an SQLite file unless it is set. */
function secretAdvice(from: string, to: string): string {
  if (process.env.NEXTAUTH_SECRET) return "Keep NEXTAUTH_SECRET: sessions stay valid with it.";
  const [before, after] = [from, to].map((url) =>
    join(dataDirectory(url, repositoryRoot()), "secret"),
  );
  if (before === after) return `The secret stays ${after}: sessions stay valid.`;
  return existsSync(`${before}`)
    ? `Copy ${before} to ${after}, or set NEXTAUTH_SECRET to its content; else all users sign in again.`
    : "Keep NEXTAUTH_SECRET if you set it; else all users sign in again.";
}
