import { openInstallation } from "#lib/cli/open-installation.ts";
import { tellFailure } from "#lib/cli/refusal.ts";
import { settings } from "#lib/config/settings.ts";
import { closeBcryptPool } from "#lib/crypto/bcrypt-pool.ts";
import { database, isPostgresql } from "#lib/db/database.ts";
import { readSeedOptions, type SeedOptions } from "./seed/options.ts";
import { seed } from "./seed/seed.ts";

/*
 * `npm run seed` fills the database of DATABASE_URL with what a large team has, to try and to
 * measure with. A server may run on it meanwhile.
 */

function options(): SeedOptions {
  try {
    return readSeedOptions(process.argv.slice(2));
  } catch (error) {
    tellFailure(error);
    process.exit(2);
  }
}

const wanted = options();
process.umask(0o077);
try {
  const installation = await openInstallation();
  try {
    await seed(wanted, (line) => process.stdout.write(`${line}\n`));
    // It plans by what it knows of the rows, which by itself it would look at a minute later.
    if (isPostgresql(settings().databaseUrl))
      await database().write((tx) => tx.$executeRaw`ANALYZE`);
  } finally {
    await closeBcryptPool();
    await installation.close();
  }
} catch (error) {
  tellFailure(error);
}
