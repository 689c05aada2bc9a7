import { ADDRESSES_MAX } from "#lib/contract/usage.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";

/** That a token was used from an address, and by which agent last. */
export type AddressUse = {
  tokenId: string;
  address: string;
  agent: string;
  firstUsedAt: Date;
  lastUsedAt: Date;
};

/**
 * Adds the addresses of calls to those known of their tokens, and keeps each token's latest ones.
 * A token that was revoked meanwhile is left out.
 */
export function writeAddresses(uses: readonly AddressUse[]): Promise<void> {
  return database().write(async (tx) => {
    const ids = [...new Set(uses.map(({ tokenId }) => tokenId))];
    const tokens = await tx.token.findMany({ where: { id: { in: ids } }, select: { id: true } });
    const present = new Set(tokens.map(({ id }) => id));
    const rows = uses.filter(({ tokenId }) => present.has(tokenId));
    if (rows.length === 0) return;
    await add(tx, rows);
    await tx.$executeRaw(keepingLatest([...present]));
  });
}

/** Never backwards: another instance may have written a later call, or an earlier one. */
async function add(tx: Tx, uses: readonly AddressUse[]): Promise<void> {
  const rows = uses.map(
    (use) =>
      Prisma.sql`(${use.tokenId}, ${use.address}, ${use.agent}, ${use.firstUsedAt}, ${use.lastUsedAt})`,
  );
  await tx.$executeRaw`
    INSERT INTO "TokenAddress" ("tokenId", "address", "agent", "firstUsedAt", "lastUsedAt")
    VALUES ${Prisma.join(rows)}
    ON CONFLICT ("tokenId", "address")
    DO UPDATE SET "agent" = excluded."agent", "lastUsedAt" = excluded."lastUsedAt"
    WHERE "TokenAddress"."lastUsedAt" < excluded."lastUsedAt"`;
}

/**
 * Deletes all but each token's latest addresses: the holder of a token could else fill the
 * database with them. It reads the rows of these tokens only, along the primary key.
 */
export const keepingLatest = (tokenIds: string[]): Prisma.Sql => Prisma.sql`
    DELETE FROM "TokenAddress"
    WHERE "tokenId" IN (${Prisma.join(tokenIds)}) AND ("tokenId", "address") IN (
      SELECT "tokenId", "address" FROM (
        SELECT "tokenId", "address",
          ROW_NUMBER() OVER (PARTITION BY "tokenId" ORDER BY "lastUsedAt" DESC, "address") AS "place"
        FROM "TokenAddress" WHERE "tokenId" IN (${Prisma.join(tokenIds)})
      ) AS "placed" WHERE "place" > ${ADDRESSES_MAX}
    )`;
