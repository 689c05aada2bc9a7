-- CreateTable
CREATE TABLE "TokenAddress" (
    "tokenId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "firstUsedAt" DATETIME NOT NULL,
    "lastUsedAt" DATETIME NOT NULL,

    PRIMARY KEY ("tokenId", "address"),
    CONSTRAINT "TokenAddress_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- The one address that was kept until now; since when it was used is not known.
INSERT INTO "TokenAddress" ("tokenId", "address", "agent", "firstUsedAt", "lastUsedAt")
SELECT "id", "lastUsedIp", COALESCE("lastUsedAgent", ''), "lastUsedAt", "lastUsedAt"
FROM "Token" WHERE "lastUsedIp" <> '' AND "lastUsedAt" IS NOT NULL;
