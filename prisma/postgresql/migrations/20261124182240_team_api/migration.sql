-- DropIndex
DROP INDEX "AuditEvent_accountId_timestamp_idx";

-- DropIndex
DROP INDEX "Token_expiresAt_idx";

-- DropIndex
DROP INDEX "User_accountId_isServiceUser_createdAt_idx";

-- AlterTable
ALTER TABLE "Group" ADD COLUMN "nameKey" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Token" ADD COLUMN "nameKey" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "User" ADD COLUMN "nameKey" TEXT NOT NULL DEFAULT '';

-- Rows that exist get their key.
UPDATE "User" SET "nameKey" = lower("name");
UPDATE "Token" SET "nameKey" = lower("name");
UPDATE "Group" SET "nameKey" = lower("name");

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "userId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("userId","key")
);

-- CreateTable
CREATE TABLE "SetupLock" (
    "id" INTEGER NOT NULL,
    "lockedAt" TIMESTAMP(3) NOT NULL,
    "codeHash" TEXT,
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "SetupLock_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_timestamp_id_idx" ON "AuditEvent"("accountId", "timestamp", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_activityCode_id_idx" ON "AuditEvent"("accountId", "activityCode", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_initiatorId_id_idx" ON "AuditEvent"("accountId", "initiatorId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_targetId_id_idx" ON "AuditEvent"("accountId", "targetId", "id");

-- CreateIndex
CREATE INDEX "Group_accountId_nameKey_id_idx" ON "Group"("accountId", "nameKey", "id");

-- CreateIndex
CREATE INDEX "Token_createdAt_id_idx" ON "Token"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Token_expiresAt_id_idx" ON "Token"("expiresAt", "id");

-- CreateIndex
CREATE INDEX "Token_lastUsedAt_id_idx" ON "Token"("lastUsedAt", "id");

-- CreateIndex
CREATE INDEX "Token_nameKey_id_idx" ON "Token"("nameKey", "id");

-- CreateIndex
CREATE INDEX "User_accountId_isServiceUser_createdAt_id_idx" ON "User"("accountId", "isServiceUser", "createdAt", "id");

-- CreateIndex
CREATE INDEX "User_accountId_createdAt_id_idx" ON "User"("accountId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "User_accountId_nameKey_id_idx" ON "User"("accountId", "nameKey", "id");

-- AddForeignKey
ALTER TABLE "IdempotencyKey" ADD CONSTRAINT "IdempotencyKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
