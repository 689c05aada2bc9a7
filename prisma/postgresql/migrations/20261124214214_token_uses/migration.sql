-- CreateTable
CREATE TABLE "TokenUse" (
    "accountId" TEXT NOT NULL,
    "tokenId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "TokenUse_pkey" PRIMARY KEY ("tokenId","day","operation")
);

-- CreateTable
CREATE TABLE "DailyUse" (
    "accountId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "DailyUse_pkey" PRIMARY KEY ("accountId","day")
);

-- CreateIndex
CREATE INDEX "TokenUse_accountId_day_idx" ON "TokenUse"("accountId", "day");

-- AddForeignKey
ALTER TABLE "TokenUse" ADD CONSTRAINT "TokenUse_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DailyUse" ADD CONSTRAINT "DailyUse_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
