-- AlterTable
ALTER TABLE "Token" ADD COLUMN     "unusedNoticeAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "EventNotice" (
    "eventId" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMP(3),
    "deliveredAt" TIMESTAMP(3),

    CONSTRAINT "EventNotice_pkey" PRIMARY KEY ("eventId")
);

-- CreateIndex
CREATE INDEX "EventNotice_nextAttemptAt_idx" ON "EventNotice"("nextAttemptAt");

-- AddForeignKey
ALTER TABLE "EventNotice" ADD CONSTRAINT "EventNotice_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "AuditEvent"("id") ON DELETE CASCADE ON UPDATE CASCADE;
