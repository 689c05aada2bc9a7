-- CreateTable
CREATE TABLE "TokenSecret" (
    "id" TEXT NOT NULL,
    "tokenId" TEXT NOT NULL,
    "publicId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3),
    "activatedAt" TIMESTAMP(3),
    "lastUsedAt" TIMESTAMP(3),
    "lastUsedIp" TEXT,
    "lastUsedAgent" TEXT,

    CONSTRAINT "TokenSecret_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "TokenSecret_publicId_key" ON "TokenSecret"("publicId");

-- CreateIndex
CREATE INDEX "TokenSecret_tokenId_idx" ON "TokenSecret"("tokenId");

-- CreateIndex
CREATE INDEX "TokenSecret_endsAt_idx" ON "TokenSecret"("endsAt");

-- AddForeignKey
ALTER TABLE "TokenSecret" ADD CONSTRAINT "TokenSecret_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The hash of each token becomes its current secret.
INSERT INTO "TokenSecret" ("id", "tokenId", "publicId", "hash", "state", "createdAt", "expiresAt", "activatedAt", "lastUsedAt", "lastUsedIp", "lastUsedAgent")
SELECT "id", "id", "publicId", "hash", 'current', "createdAt", "expiresAt", "createdAt", "lastUsedAt", "lastUsedIp", "lastUsedAgent" FROM "Token";

-- AlterTable
ALTER TABLE "Token" DROP COLUMN "hash";
