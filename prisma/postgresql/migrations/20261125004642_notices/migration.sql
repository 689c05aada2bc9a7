-- CreateTable
CREATE TABLE "Notice" (
    "tokenId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMP(3),
    "deliveredAt" TIMESTAMP(3),

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("tokenId","kind")
);

-- CreateIndex
CREATE INDEX "Notice_nextAttemptAt_idx" ON "Notice"("nextAttemptAt");

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token"("id") ON DELETE CASCADE ON UPDATE CASCADE;
