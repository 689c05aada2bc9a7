-- AlterTable
ALTER TABLE "Token" ADD COLUMN "unusedNoticeAt" DATETIME;

-- CreateTable
CREATE TABLE "EventNotice" (
    "eventId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" DATETIME,
    "deliveredAt" DATETIME,
    CONSTRAINT "EventNotice_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "AuditEvent" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "EventNotice_nextAttemptAt_idx" ON "EventNotice"("nextAttemptAt");
