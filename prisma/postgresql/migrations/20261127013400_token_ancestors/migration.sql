-- AlterTable
ALTER TABLE "User" ADD COLUMN     "lastUsedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "TokenAncestor" (
    "tokenId" TEXT NOT NULL,
    "ancestorId" TEXT NOT NULL,
    "depth" INTEGER NOT NULL,

    CONSTRAINT "TokenAncestor_pkey" PRIMARY KEY ("tokenId","ancestorId")
);

-- CreateIndex
CREATE INDEX "TokenAncestor_ancestorId_tokenId_idx" ON "TokenAncestor"("ancestorId", "tokenId");

-- AddForeignKey
ALTER TABLE "TokenAncestor" ADD CONSTRAINT "TokenAncestor_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is known so far: the last use of the tokens that exist, and from the audit log which token
-- created which. Revoked tokens in between count too.
UPDATE "User" SET "lastUsedAt" = (
    SELECT MAX("lastUsedAt") FROM "Token" WHERE "Token"."userId" = "User"."id"
)
WHERE EXISTS (
    SELECT 1 FROM "Token" WHERE "Token"."userId" = "User"."id" AND "lastUsedAt" IS NOT NULL
);
WITH RECURSIVE "created" ("child", "parent") AS (
    SELECT "meta"->>'target_token_id', "meta"->>'token_id'
    FROM "AuditEvent"
    WHERE "activityCode" = 'personal.access.token.create'
        AND "meta"->>'target_token_id' IS NOT NULL AND "meta"->>'token_id' IS NOT NULL
),
"chain" ("child", "ancestor", "depth") AS (
    SELECT "child", "parent", 1 FROM "created"
    UNION
    SELECT "chain"."child", "created"."parent", "chain"."depth" + 1
    FROM "chain" JOIN "created" ON "created"."child" = "chain"."ancestor"
    WHERE "chain"."depth" < 200
)
INSERT INTO "TokenAncestor" ("tokenId", "ancestorId", "depth")
SELECT "chain"."child", "chain"."ancestor", MIN("chain"."depth")
FROM "chain" JOIN "Token" ON "Token"."id" = "chain"."child"
GROUP BY "chain"."child", "chain"."ancestor";
