-- DropIndex
DROP INDEX "AuditEvent_accountId_timestamp_idx";

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "userId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("userId", "key"),
    CONSTRAINT "IdempotencyKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SetupLock" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "lockedAt" DATETIME NOT NULL,
    "codeHash" TEXT,
    "expiresAt" DATETIME
);

-- Columns are added in place: to make the tables anew would delete what refers to them.
ALTER TABLE "Group" ADD COLUMN "nameKey" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Token" ADD COLUMN "nameKey" TEXT NOT NULL DEFAULT '';
ALTER TABLE "User" ADD COLUMN "nameKey" TEXT NOT NULL DEFAULT '';

-- Rows that exist get their key; SQLite's own lower() knows ASCII only, which the next change of the name mends.
UPDATE "User" SET "nameKey" = lower("name");
UPDATE "Token" SET "nameKey" = lower("name");
UPDATE "Group" SET "nameKey" = lower("name");

-- DropIndex
DROP INDEX "Token_expiresAt_idx";
DROP INDEX "User_accountId_isServiceUser_createdAt_idx";

-- CreateIndex
CREATE INDEX "Group_accountId_nameKey_id_idx" ON "Group"("accountId", "nameKey", "id");
CREATE INDEX "Token_createdAt_id_idx" ON "Token"("createdAt", "id");
CREATE INDEX "Token_expiresAt_id_idx" ON "Token"("expiresAt", "id");
CREATE INDEX "Token_lastUsedAt_id_idx" ON "Token"("lastUsedAt", "id");
CREATE INDEX "Token_nameKey_id_idx" ON "Token"("nameKey", "id");
CREATE INDEX "User_accountId_isServiceUser_createdAt_id_idx" ON "User"("accountId", "isServiceUser", "createdAt", "id");
CREATE INDEX "User_accountId_createdAt_id_idx" ON "User"("accountId", "createdAt", "id");
CREATE INDEX "User_accountId_nameKey_id_idx" ON "User"("accountId", "nameKey", "id");

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
