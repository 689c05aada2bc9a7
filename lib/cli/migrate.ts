import { reportFailure } from "./command-error.ts";

/*
 * Migrates the database of DATABASE_URL and prints the result or the reason of a failure in one line.
 * Refuses a database without an account if the installation has one.
 * It is a separate process because SQLite's driver blocks its own for as long as a script takes,
 * and because files of the database that it opens and closes must not drop the server's locks.
 */

try {
  const { settings } = await import("#lib/config/settings.ts");
  const { migrate } = await import("#lib/db/migrations.ts");
  const { assertAccount } = await import("./assert-account.ts");
  const { applied, orphans } = await migrate(settings().databaseUrl, undefined, assertAccount);
  const what = applied.length === 0 ? "" : `: applied ${applied.join(", ")}`;
  process.stdout.write(`The database is up to date${what}.\n`);
  if (orphans !== undefined) {
    const line = `Rows of the database refer to missing rows, as after a deletion by hand: ${orphans}. They were kept.`;
    process.stdout.write(`${line}\n`);
  }
} catch (error) {
  reportFailure(error);
}
process.exit();
