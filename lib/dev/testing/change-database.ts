import type { Tx } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";

export type { Tx };

/** Writes rows of a server's database beside it, for what only time or an earlier version makes. */
export async function changeDatabase<Result>(
  url: string,
  change: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(url);
  try {
    return await database.write(change);
  } finally {
    await database.close();
  }
}
