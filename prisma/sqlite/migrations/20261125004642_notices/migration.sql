-- CreateTable
CREATE TABLE "Notice" (
    "tokenId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" DATETIME,
    "deliveredAt" DATETIME,

    PRIMARY KEY ("tokenId", "kind"),
    CONSTRAINT "Notice_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Notice_nextAttemptAt_idx" ON "Notice"("nextAttemptAt");
