import { database } from "#lib/db/database.ts";
import { SMALL_RESULT } from "../query-planning.ts";

/**
 * The ids of the latest events about an access token, of which its owner is the target. The token
 * stands in what an event tells besides, which has no index: so only the events about its owner
 * are looked through, and of those only what concerns tokens is read.
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
