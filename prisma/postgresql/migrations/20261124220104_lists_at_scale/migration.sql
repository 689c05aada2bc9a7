-- DropIndex
DROP INDEX "AuditEvent_accountId_activityCode_id_idx";

-- DropIndex
DROP INDEX "AuditEvent_accountId_initiatorId_id_idx";

-- DropIndex
DROP INDEX "AuditEvent_accountId_targetId_id_idx";

-- DropIndex
DROP INDEX "Token_createdAt_id_idx";

-- DropIndex
DROP INDEX "Token_expiresAt_id_idx";

-- DropIndex
DROP INDEX "Token_lastUsedAt_id_idx";

-- DropIndex
DROP INDEX "Token_nameKey_id_idx";

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_activityCode_timestamp_id_idx" ON "AuditEvent"("accountId", "activityCode", "timestamp", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_initiatorId_timestamp_id_idx" ON "AuditEvent"("accountId", "initiatorId", "timestamp", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_targetId_timestamp_id_idx" ON "AuditEvent"("accountId", "targetId", "timestamp", "id");

-- CreateIndex
CREATE INDEX "Token_createdBy_createdAt_id_idx" ON "Token"("createdBy", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Token_createdAt_id_expiresAt_lastUsedAt_idx" ON "Token"("createdAt", "id", "expiresAt", "lastUsedAt");

-- CreateIndex
CREATE INDEX "Token_expiresAt_id_lastUsedAt_createdAt_idx" ON "Token"("expiresAt", "id", "lastUsedAt", "createdAt");

-- CreateIndex
CREATE INDEX "Token_lastUsedAt_id_expiresAt_createdAt_idx" ON "Token"("lastUsedAt", "id", "expiresAt", "createdAt");

-- CreateIndex
CREATE INDEX "Token_nameKey_id_expiresAt_lastUsedAt_createdAt_idx" ON "Token"("nameKey", "id", "expiresAt", "lastUsedAt", "createdAt");

-- CreateIndex
CREATE INDEX "User_accountId_role_createdAt_id_idx" ON "User"("accountId", "role", "createdAt", "id");

-- CreateIndex
CREATE INDEX "User_accountId_isBlocked_pendingApproval_createdAt_id_idx" ON "User"("accountId", "isBlocked", "pendingApproval", "createdAt", "id");
