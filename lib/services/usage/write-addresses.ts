import { ADDRESSES_MAX } from "#lib/contract/usage.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";

/** Uses of a token from an address, with the latest agent. */
export type AddressUse = {
  tokenId: string;
  address: string;
  agent: string;
  firstUsedAt: Date;
  lastUsedAt: Date;
};

/**
 * Adds the addresses of calls to those of their tokens, and keeps each token's latest ones. Skips
 * tokens that were revoked in the meantime.
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

/** Only extends the range of times: another instance may have written a later or earlier call. */
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
 * Deletes all but each token's latest addresses: otherwise a caller could fill the database with
 * them. Reads only the rows of these tokens, along the primary key.
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
