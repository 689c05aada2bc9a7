import { reportFailure } from "#lib/cli/command-error.ts";
import { openInstallation } from "#lib/cli/open-installation.ts";
import { settings } from "#lib/config/settings.ts";
import { closeBcryptPool } from "#lib/crypto/bcrypt-pool.ts";
import { database, isPostgresql } from "#lib/db/database.ts";
import { readSeedOptions, type SeedOptions } from "./seed/options.ts";
import { seed } from "./seed/seed.ts";

/*
 * `npm run seed` fills the database of DATABASE_URL with the data of a large team, for trials and
 * measurements. A server may use it at the same time.
 */

function options(): SeedOptions {
  try {
    return readSeedOptions(process.argv.slice(2));
  } catch (error) {
    reportFailure(error);
    process.exit(2);
  }
}

const wanted = options();
process.umask(0o077);
try {
  const installation = await openInstallation();
  try {
    await seed(wanted, (line) => process.stdout.write(`${line}\n`));
    // Updates PostgreSQL's statistics, which it would do by itself a minute later.
    if (isPostgresql(settings().databaseUrl))
      await database().write((tx) => tx.$executeRaw`ANALYZE`);
  } finally {
    await closeBcryptPool();
    await installation.close();
  }
} catch (error) {
  reportFailure(error);
}
