import { settings } from "#lib/config/settings.ts";
import { database, useDatabase } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { joinDatabase } from "#lib/db/presence.ts";
import { markFoundAccount } from "#lib/services/instance/account-marker.ts";
import { migrateDatabase } from "./migrate-database.ts";

/**
 * Migrates and opens the database of DATABASE_URL. No restore can begin from before the migration
 * until `close` or the end of the process.
 */
export async function openInstallation(): Promise<{ close(): Promise<void> }> {
  const { databaseUrl } = settings();
  const presence = await joinDatabase(databaseUrl);
  try {
    await migrateDatabase();
    useDatabase(await openDatabase(databaseUrl));
    await markFoundAccount();
  } catch (error) {
    await presence.leave();
    throw error;
  }
  return {
    async close() {
      await database().close();
      await presence.leave();
    },
  };
}
