import { lostAccount, readMarker } from "#lib/config/account-marker.ts";
import { settings } from "#lib/config/settings.ts";
import { Problem } from "#lib/contract/problem.ts";
import { accountState } from "#lib/db/account-state.ts";

/**
 * Rejects with a Problem of one line if the installation has an account but the database of
 * DATABASE_URL has none. Creates no database.
 */
export async function assertAccount(): Promise<void> {
  const { databaseUrl, dataFolder } = settings();
  const marker = dataFolder === undefined ? undefined : readMarker(dataFolder);
  const lost = lostAccount(marker, databaseUrl);
  if (lost !== undefined && (await accountState(databaseUrl)) === "none") {
    throw new Problem("internal", lost);
  }
}
