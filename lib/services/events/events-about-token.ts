import { database } from "#lib/db/database.ts";
import { SMALL_RESULT } from "../query-planning.ts";

/**
 * The IDs of the latest events about an access token; their target is its owner. The token ID is
 * in the events' meta, which has no index: so only the owner's events about tokens are scanned.
 */
export async function idsAboutToken(
  accountId: string,
  ownerId: string,
  tokenId: string,
): Promise<number[]> {
  const rows = await database().read.$queryRaw<{ id: number | bigint }[]>`
    SELECT "id" FROM "AuditEvent"
    WHERE "accountId" = ${accountId} AND "targetId" = ${ownerId}
      AND "activityCode" LIKE 'personal.access.token.%'
      AND "meta" ->> 'target_token_id' = ${tokenId}
    ORDER BY "timestamp" DESC, "id" DESC
    LIMIT ${SMALL_RESULT}`;
  return rows.map(({ id }) => Number(id));
}
