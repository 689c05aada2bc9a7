import { reportFailure } from "#lib/cli/command-error.ts";
import { openInstallation } from "#lib/cli/open-installation.ts";
import { settings } from "#lib/config/settings.ts";
import { closeBcryptPool } from "#lib/crypto/bcrypt-pool.ts";
import { database, isPostgresql } from "#lib/db/database.ts";
import { rewriteKeys } from "#lib/services/keys/rewrite-keys.ts";
import { seedDemo } from "./seed/demo.ts";
import { readSeedOptions, type SeedOptions } from "./seed/options.ts";
import { seed } from "./seed/seed.ts";

/*
 * `npm run seed` fills the database of DATABASE_URL with the data of a large team, for trials and
 * measurements. A server may use it at the same time. `npm run seed -- demo` creates a small team.
 */

function options(): SeedOptions {
  try {
    return readSeedOptions(process.argv.slice(2));
  } catch (error) {
    reportFailure(error);
    process.exit(2);
  }
}

const say = (line: string) => process.stdout.write(`${line}\n`);

const args = process.argv.slice(2);
const isDemo = args.length === 1 && args[0] === "demo";
const wanted = isDemo ? undefined : options();
process.umask(0o077);
try {
  const installation = await openInstallation();
  try {
    // Of an empty database: else the first start would rewrite the keys of all rows.
    await rewriteKeys();
    await (wanted ? seed(wanted, say) : seedDemo(say));
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
