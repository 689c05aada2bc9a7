import { tellFailure } from "./refusal.ts";

/*
 * Migrates the database of DATABASE_URL and prints the result or the reason of a failure in one
 * line. Refuses a database without an account if the installation has one.
 * A separate process, since the schema engine keeps its locks and a timer for some seconds after
 * its work: both end with the process.
 */

try {
  const { settings } = await import("#lib/config/settings.ts");
  const { migrate } = await import("#lib/db/migrations.ts");
  const { assertAccount } = await import("./assert-account.ts");
  const { applied } = await migrate(settings().databaseUrl, undefined, assertAccount);
  const what = applied.length === 0 ? "" : `: applied ${applied.join(", ")}`;
  process.stdout.write(`The database is up to date${what}.\n`);
} catch (error) {
  tellFailure(error);
}
process.exit();
