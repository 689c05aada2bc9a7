-- CreateTable
CREATE TABLE "KeptAncestor" (
    "tokenId" TEXT NOT NULL,
    "ancestorId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,

    PRIMARY KEY ("tokenId", "ancestorId"),
    CONSTRAINT "KeptAncestor_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "KeptAncestor_ancestorId_tokenId_idx" ON "KeptAncestor"("ancestorId", "tokenId");

-- CreateIndex
CREATE INDEX "KeptAncestor_accountId_idx" ON "KeptAncestor"("accountId");

-- Chains from before end after 200 tokens: where they go on, as far as the audit log knows it.
WITH RECURSIVE "created" ("child", "parent", "accountId") AS (
    SELECT json_extract("meta", '$.target_token_id'), json_extract("meta", '$.token_id'), "accountId"
    FROM "AuditEvent"
    WHERE "activityCode" = 'personal.access.token.create'
        AND json_extract("meta", '$.target_token_id') IS NOT NULL AND json_extract("meta", '$.token_id') IS NOT NULL
),
"beyond" ("child", "parent", "accountId") AS (
    SELECT "child", "parent", "accountId" FROM "created"
    WHERE "child" IN (SELECT "ancestorId" FROM "TokenAncestor" WHERE "depth" = 200)
    UNION
    SELECT "created"."child", "created"."parent", "created"."accountId"
    FROM "beyond" JOIN "created" ON "created"."child" = "beyond"."parent"
)
INSERT INTO "KeptAncestor" ("tokenId", "ancestorId", "accountId")
SELECT DISTINCT "child", "parent", "accountId" FROM "beyond";
