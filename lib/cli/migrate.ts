import { tellFailure } from "./refusal.ts";

/*
 * Brings the database of DATABASE_URL to the newest migration, and says so or why not in one line.
 * One without an account is refused where the installation has one.
 * It is a process of its own because the schema engine keeps what it locks, and a timer, for some
 * seconds after its work: both end with the process.
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
