import { settings } from "#lib/config/settings.ts";
import { migrate } from "#lib/db/migrations.ts";

/*
 * Brings the database of DATABASE_URL to the newest migration, and says so or why not in one line.
 * It is a process of its own because the schema engine keeps what it locks, and a timer, for some
 * seconds after its work: both end with the process.
 */

try {
  const { applied } = await migrate(settings().databaseUrl);
  const what = applied.length === 0 ? "" : `: applied ${applied.join(", ")}`;
  process.stdout.write(`The database is up to date${what}.\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
