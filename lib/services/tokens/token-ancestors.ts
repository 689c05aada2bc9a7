import type { Tx } from "#lib/db/database.ts";

/** So a script that replaces its token each day does not copy its whole past with every one. */
const DEPTH_MAX = 200;

/**
 * Stores that a token was created by another, with all that created that one in turn. No row
 * refers to the ancestor: what a revoked token made is found by its id all the same.
 */
export async function insertAncestors(tx: Tx, tokenId: string, creatorId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "TokenAncestor" ("tokenId", "ancestorId", "depth")
    SELECT "id", ${creatorId}, 1 FROM "Token" WHERE "id" = ${tokenId}`;
  await tx.$executeRaw`
    INSERT INTO "TokenAncestor" ("tokenId", "ancestorId", "depth")
    SELECT "Token"."id", "TokenAncestor"."ancestorId", "TokenAncestor"."depth" + 1
    FROM "Token" JOIN "TokenAncestor" ON "TokenAncestor"."tokenId" = ${creatorId}
    WHERE "Token"."id" = ${tokenId} AND "TokenAncestor"."depth" < ${DEPTH_MAX}`;
}

/** Tokens that this token created, and those that they created in turn. */
export const createdByToken = (ancestorId: string) => ({ ancestors: { some: { ancestorId } } });
