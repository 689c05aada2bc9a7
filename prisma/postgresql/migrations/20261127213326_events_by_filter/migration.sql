-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "deletedAt" TIMESTAMP(3);

-- DropIndex
DROP INDEX "EventTerm_term_timestamp_eventId_idx";

-- AlterTable
ALTER TABLE "EventTerm" ADD COLUMN     "activityCode" TEXT,
ADD COLUMN     "initiatorId" TEXT;

UPDATE "EventTerm" SET "activityCode" = "AuditEvent"."activityCode", "initiatorId" = "AuditEvent"."initiatorId"
FROM "AuditEvent" WHERE "AuditEvent"."id" = "EventTerm"."eventId";

ALTER TABLE "EventTerm" ALTER COLUMN "activityCode" SET NOT NULL,
ALTER COLUMN "initiatorId" SET NOT NULL;

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_initiatorId_activityCode_timestamp_id_idx" ON "AuditEvent"("accountId", "initiatorId", "activityCode", "timestamp", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_targetId_activityCode_timestamp_id_idx" ON "AuditEvent"("accountId", "targetId", "activityCode", "timestamp", "id");

-- CreateIndex
CREATE INDEX "EventTerm_activityCode_term_timestamp_eventId_idx" ON "EventTerm"("activityCode", "term", "timestamp", "eventId");

-- CreateIndex
CREATE INDEX "EventTerm_initiatorId_term_timestamp_eventId_idx" ON "EventTerm"("initiatorId", "term", "timestamp", "eventId");
