-- CreateTable
CREATE TABLE "TokenPart" (
    "tokenId" TEXT NOT NULL,
    "part" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "TokenPart_pkey" PRIMARY KEY ("tokenId","part")
);

-- The parts of the tokens that exist, as lib/services/tokens/token-parts.ts makes them: a part
-- begins wherever a letter follows no letter or a digit no digit, and at every other sign.
INSERT INTO "TokenPart" ("tokenId", "part")
WITH RECURSIVE
    "rests" ("tokenId", "part", "before") AS (
        SELECT "id", "nameKey", 0 FROM "Token" WHERE "nameKey" <> ''
        UNION ALL
        SELECT "tokenId", substr("part", 2), ascii("part") FROM "rests" WHERE length("part") > 1
    ),
    "places" AS (SELECT "tokenId", "part", "before", ascii("part") AS "first" FROM "rests")
SELECT DISTINCT "tokenId", "part" FROM "places" WHERE NOT (
    ("before" BETWEEN 48 AND 57 AND "first" BETWEEN 48 AND 57) OR
    (("before" BETWEEN 97 AND 122 OR "before" BETWEEN 128 AND 3583)
        AND ("first" BETWEEN 97 AND 122 OR "first" BETWEEN 128 AND 3583))
);
INSERT INTO "TokenPart" ("tokenId", "part")
SELECT "id", 'nbp_' || lower("publicId") FROM "Token" WHERE true
ON CONFLICT DO NOTHING;

-- CreateIndex
CREATE INDEX "TokenPart_part_tokenId_idx" ON "TokenPart"("part", "tokenId");
CREATE INDEX "Token_lastUsedAt_createdAt_id_idx" ON "Token"("lastUsedAt", "createdAt", "id");
CREATE INDEX "User_accountId_isServiceUser_nameKey_id_idx" ON "User"("accountId", "isServiceUser", "nameKey", "id");
CREATE INDEX "User_accountId_lastLoginAt_id_idx" ON "User"("accountId", "lastLoginAt", "id");
CREATE INDEX "User_accountId_isServiceUser_lastLoginAt_id_idx" ON "User"("accountId", "isServiceUser", "lastLoginAt", "id");

-- AddForeignKey
ALTER TABLE "TokenPart" ADD CONSTRAINT "TokenPart_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token"("id") ON DELETE CASCADE ON UPDATE CASCADE;
