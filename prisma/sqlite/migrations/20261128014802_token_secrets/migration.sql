-- CreateTable
CREATE TABLE "TokenSecret" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tokenId" TEXT NOT NULL,
    "publicId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "endsAt" DATETIME,
    "activatedAt" DATETIME,
    "lastUsedAt" DATETIME,
    "lastUsedIp" TEXT,
    "lastUsedAgent" TEXT,
    CONSTRAINT "TokenSecret_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "TokenSecret_publicId_key" ON "TokenSecret"("publicId");

-- CreateIndex
CREATE INDEX "TokenSecret_tokenId_idx" ON "TokenSecret"("tokenId");

-- CreateIndex
CREATE INDEX "TokenSecret_endsAt_idx" ON "TokenSecret"("endsAt");

-- The hash of each token becomes its current secret.
INSERT INTO "TokenSecret" ("id", "tokenId", "publicId", "hash", "state", "createdAt", "expiresAt", "activatedAt", "lastUsedAt", "lastUsedIp", "lastUsedAgent")
SELECT "id", "id", "publicId", "hash", 'current', "createdAt", "expiresAt", "createdAt", "lastUsedAt", "lastUsedIp", "lastUsedAgent" FROM "Token";

-- AlterTable
ALTER TABLE "Token" DROP COLUMN "hash";
