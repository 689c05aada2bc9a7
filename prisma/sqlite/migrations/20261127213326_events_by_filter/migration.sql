-- AlterTable
ALTER TABLE "Account" ADD COLUMN "deletedAt" DATETIME;

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_initiatorId_activityCode_timestamp_id_idx" ON "AuditEvent"("accountId", "initiatorId", "activityCode", "timestamp", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_targetId_activityCode_timestamp_id_idx" ON "AuditEvent"("accountId", "targetId", "activityCode", "timestamp", "id");

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_EventTerm" (
    "eventId" INTEGER NOT NULL,
    "term" TEXT NOT NULL,
    "timestamp" DATETIME NOT NULL,
    "activityCode" TEXT NOT NULL,
    "initiatorId" TEXT NOT NULL,

    PRIMARY KEY ("eventId", "term"),
    CONSTRAINT "EventTerm_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "AuditEvent" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_EventTerm" ("eventId", "term", "timestamp", "activityCode", "initiatorId")
SELECT "EventTerm"."eventId", "EventTerm"."term", "EventTerm"."timestamp", "AuditEvent"."activityCode", "AuditEvent"."initiatorId"
FROM "EventTerm" JOIN "AuditEvent" ON "AuditEvent"."id" = "EventTerm"."eventId";
DROP TABLE "EventTerm";
ALTER TABLE "new_EventTerm" RENAME TO "EventTerm";
CREATE INDEX "EventTerm_activityCode_term_timestamp_eventId_idx" ON "EventTerm"("activityCode", "term", "timestamp", "eventId");
CREATE INDEX "EventTerm_initiatorId_term_timestamp_eventId_idx" ON "EventTerm"("initiatorId", "term", "timestamp", "eventId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
