-- CreateTable
CREATE TABLE "TokenUse" (
    "accountId" TEXT NOT NULL,
    "tokenId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    PRIMARY KEY ("tokenId", "day", "operation"),
    CONSTRAINT "TokenUse_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DailyUse" (
    "accountId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    PRIMARY KEY ("accountId", "day"),
    CONSTRAINT "DailyUse_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "TokenUse_accountId_day_idx" ON "TokenUse"("accountId", "day");
