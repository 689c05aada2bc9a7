-- CreateTable
CREATE TABLE "TokenDay" (
    "accountId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "TokenDay_pkey" PRIMARY KEY ("accountId","kind","day")
);

-- AddForeignKey
ALTER TABLE "TokenDay" ADD CONSTRAINT "TokenDay_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The counts of the tokens that exist, as lib/services/tokens/token-days.ts keeps them.
INSERT INTO "TokenDay" ("accountId", "kind", "day", "count")
WITH "owned" ("accountId", "isServiceUser", "created", "expires", "used") AS (
    SELECT "User"."accountId", "User"."isServiceUser",
        substr(CAST("Token"."createdAt" AS TEXT), 1, 10),
        substr(CAST("Token"."expiresAt" AS TEXT), 1, 10),
        COALESCE(substr(CAST("Token"."lastUsedAt" AS TEXT), 1, 10), '')
    FROM "Token" JOIN "User" ON "User"."id" = "Token"."userId"
)
SELECT "accountId", 'expires', "expires", COUNT(*) FROM "owned" GROUP BY 1, 3
UNION ALL SELECT "accountId", 'used', "used", COUNT(*) FROM "owned" GROUP BY 1, 3
UNION ALL SELECT "accountId", 'active', CASE WHEN "used" > "created" THEN "used" ELSE "created" END, COUNT(*)
    FROM "owned" GROUP BY 1, 3
UNION ALL SELECT "accountId", 'person', '', COUNT(*) FROM "owned" WHERE NOT "isServiceUser" GROUP BY 1;
