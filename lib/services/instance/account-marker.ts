import { databaseName, readMarker, writeMarker } from "#lib/config/account-marker.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/db/database.ts";
import { logger } from "#lib/observability/logger.ts";
import { PRESENT } from "../account/present-account.ts";
import { accountWasDeleted } from "./setup-lock.ts";

/**
 * Records beside the secret that the account was created or deleted. Never throws: a start repeats
 * it.
 */
export function markAccount(account: "present" | "deleted"): void {
  const { dataFolder, databaseUrl } = settings();
  if (dataFolder === undefined) return;
  try {
    const marker = { account, database: databaseName(databaseUrl) };
    const known = readMarker(dataFolder);
    if (known?.account === account && known.database === marker.database) return;
    writeMarker(dataFolder, marker);
  } catch (error) {
    logger().warn({ err: error, account }, "account marker not written");
  }
}

/** The same from the database at a start, after an upgrade, a restore or a kill. */
export async function markFoundAccount(): Promise<void> {
  const { read } = database();
  if ((await read.account.count({ where: PRESENT })) > 0) markAccount("present");
  else if (await accountWasDeleted(read)) markAccount("deleted");
}
