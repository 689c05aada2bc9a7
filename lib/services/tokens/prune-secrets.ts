import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { wordsOf } from "./search-terms.ts";

/** How long the use of an ended secret is recognised. */
const KEPT_MS = 30 * DAY_MS;
/** Rows of one transaction. */
const PART = 500;

/**
 * Deletes secrets that ended long ago, by a rotation or unused, with what a search finds them by. A
 * part of them: false if some are left for the next call.
 */
export function pruneSecrets(now: Date): Promise<boolean> {
  return database().write(async (tx) => {
    const old = await tx.tokenSecret.findMany({
      where: { endsAt: { lt: new Date(now.getTime() - KEPT_MS) } },
      select: { id: true, tokenId: true, publicId: true, token: { select: { nameKey: true } } },
      take: PART,
    });
    for (const { tokenId, publicId, token } of old) {
      const part = publicId.toLowerCase();
      if (wordsOf(token.nameKey).includes(part)) continue;
      await tx.tokenPart.deleteMany({ where: { tokenId, part } });
    }
    await tx.tokenSecret.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
    return old.length < PART;
  });
}
