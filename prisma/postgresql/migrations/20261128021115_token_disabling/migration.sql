-- DropIndex
DROP INDEX "Token_createdAt_id_expiresAt_lastUsedAt_idx";

-- DropIndex
DROP INDEX "Token_expiresAt_id_lastUsedAt_createdAt_idx";

-- DropIndex
DROP INDEX "Token_lastUsedAt_id_expiresAt_createdAt_idx";

-- DropIndex
DROP INDEX "Token_nameKey_id_expiresAt_lastUsedAt_createdAt_idx";

-- AlterTable
ALTER TABLE "Token" ADD COLUMN     "disabledAt" TIMESTAMP(3),
ADD COLUMN     "disabledReason" TEXT;

-- CreateIndex
CREATE INDEX "Token_createdAt_id_expiresAt_lastUsedAt_disabledAt_idx" ON "Token"("createdAt", "id", "expiresAt", "lastUsedAt", "disabledAt");

-- CreateIndex
CREATE INDEX "Token_expiresAt_id_lastUsedAt_createdAt_disabledAt_idx" ON "Token"("expiresAt", "id", "lastUsedAt", "createdAt", "disabledAt");

-- CreateIndex
CREATE INDEX "Token_lastUsedAt_id_expiresAt_createdAt_disabledAt_idx" ON "Token"("lastUsedAt", "id", "expiresAt", "createdAt", "disabledAt");

-- CreateIndex
CREATE INDEX "Token_nameKey_id_expiresAt_lastUsedAt_createdAt_disabledAt_idx" ON "Token"("nameKey", "id", "expiresAt", "lastUsedAt", "createdAt", "disabledAt");

-- CreateIndex
CREATE INDEX "Token_disabledAt_expiresAt_id_idx" ON "Token"("disabledAt", "expiresAt", "id");
