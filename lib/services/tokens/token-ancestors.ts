import type { ReadClient, Tx } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { number, preparedRead, preparedWrite, text } from "#lib/db/prepared.ts";
import { preparedInsert } from "#lib/db/prepared-insert.ts";

/**
 * Most ancestors that are copied to a new token, so that a script that rotates its token each day
 * does not copy its whole history. The chain continues at the token that has this many.
 */
const DEPTH_MAX = 200;

export const ancestorInsert = preparedInsert("TokenAncestor", {
  ...{ tokenId: text, ancestorId: text, depth: number },
});

const deepestAncestor = preparedRead(
  "deepest_ancestor",
  { depth: number("c.depth") },
  `FROM "TokenAncestor" c WHERE c."tokenId" = $1 ORDER BY c."depth" DESC LIMIT 1`,
);

const copyAncestors = preparedWrite(
  "copy_ancestors",
  `INSERT INTO "TokenAncestor" ("tokenId", "ancestorId", "depth")
   SELECT $1, "ancestorId", "depth" + 1 FROM "TokenAncestor" WHERE "tokenId" = $2`,
);

/**
 * Stores the token that created a token, and the ancestors of that one. No foreign key refers to
 * ancestors: the descendants of a revoked token are still found by its ID.
 */
export async function insertAncestors(tx: Tx, tokenId: string, creatorId: string): Promise<void> {
  const ancestorId = creatorId;
  await tx.insert(ancestorInsert, [{ tokenId, ancestorId, depth: 1 }]);
  const [found] = await tx.prepared(deepestAncestor, [creatorId]);
  if (found === undefined) return;
  if (found.depth >= DEPTH_MAX) return keepAncestors(tx, creatorId);
  await tx.execute(copyAncestors, [tokenId, creatorId]);
}

/** Keeps the ancestors of a token at which a chain continues, for after its deletion. */
async function keepAncestors(tx: Tx, tokenId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "KeptAncestor" ("tokenId", "ancestorId", "accountId")
    SELECT "tokenId", "ancestorId", "User"."accountId"
    FROM "TokenAncestor"
      JOIN "Token" ON "Token"."id" = "tokenId"
      JOIN "User" ON "User"."id" = "Token"."userId"
    WHERE "tokenId" = ${tokenId}
    ON CONFLICT DO NOTHING`;
}

/** The condition that one of these tokens created a token, directly or through others. */
export async function createdByTokens(client: ReadClient | Tx, ids: readonly string[]) {
  if (ids.length === 0) return { id: { in: [] } };
  // The chain is unbounded: the copies continue at each of its tokens that has descendants.
  const rows = await client.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE "reached" ("id") AS (
      SELECT "ancestorId" FROM "TokenAncestor" WHERE "ancestorId" IN (${Prisma.join([...ids])})
      UNION
      SELECT "ancestorId" FROM "KeptAncestor" WHERE "ancestorId" IN (${Prisma.join([...ids])})
      UNION
      SELECT "KeptAncestor"."tokenId"
      FROM "reached" JOIN "KeptAncestor" ON "KeptAncestor"."ancestorId" = "reached"."id"
    )
    SELECT "id" FROM "reached"
    WHERE EXISTS (SELECT 1 FROM "TokenAncestor" WHERE "ancestorId" = "reached"."id")`;
  return { ancestors: { some: { ancestorId: { in: rows.map(({ id }) => id) } } } };
}
