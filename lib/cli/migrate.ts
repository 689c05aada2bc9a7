import { settings } from "#lib/config/settings.ts";
import { migrate } from "#lib/db/migrations.ts";

/*
 * Brings the database of DATABASE_URL to the newest migration. It is a process of its own because
 * the schema engine keeps what it locks until it ends.
 */

try {
  const { applied } = await migrate(settings().databaseUrl);
  const what = applied.length === 0 ? "" : `: applied ${applied.join(", ")}`;
  process.stdout.write(`The database is up to date${what}.\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
