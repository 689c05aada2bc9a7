-- CreateTable
CREATE TABLE "EventTerm" (
    "eventId" INTEGER NOT NULL,
    "term" TEXT COLLATE "C" NOT NULL,
    "timestamp" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "EventTerm_pkey" PRIMARY KEY ("eventId","term")
);

-- CreateIndex
CREATE INDEX "EventTerm_term_timestamp_eventId_idx" ON "EventTerm"("term", "timestamp", "eventId");

-- AddForeignKey
ALTER TABLE "EventTerm" ADD CONSTRAINT "EventTerm_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "AuditEvent"("id") ON DELETE CASCADE ON UPDATE CASCADE;
