-- AlterTable
ALTER TABLE "User" ADD COLUMN "lastUsedAt" DATETIME;

-- CreateTable
CREATE TABLE "TokenAncestor" (
    "tokenId" TEXT NOT NULL,
    "ancestorId" TEXT NOT NULL,
    "depth" INTEGER NOT NULL,

    PRIMARY KEY ("tokenId", "ancestorId"),
    CONSTRAINT "TokenAncestor_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "TokenAncestor_ancestorId_tokenId_idx" ON "TokenAncestor"("ancestorId", "tokenId");

-- What is known so far: the last use of the tokens that exist, and of the audit log which token made which.
UPDATE "User" SET "lastUsedAt" = (
    SELECT MAX("lastUsedAt") FROM "Token" WHERE "Token"."userId" = "User"."id"
);
INSERT INTO "TokenAncestor" ("tokenId", "ancestorId", "depth")
SELECT DISTINCT "Token"."id", json_extract("AuditEvent"."meta", '$.token_id'), 1
FROM "AuditEvent" JOIN "Token" ON "Token"."id" = json_extract("AuditEvent"."meta", '$.target_token_id')
WHERE "AuditEvent"."activityCode" = 'personal.access.token.create' AND json_extract("AuditEvent"."meta", '$.token_id') IS NOT NULL;
