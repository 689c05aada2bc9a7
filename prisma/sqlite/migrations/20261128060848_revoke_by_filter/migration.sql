-- AlterTable
ALTER TABLE "Session" ADD COLUMN "provenAt" DATETIME;

-- CreateTable
CREATE TABLE "TokenRevocation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "matched" INTEGER NOT NULL,
    "revoked" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "cursorAt" DATETIME,
    "cursorId" TEXT NOT NULL DEFAULT '',
    "heldBy" TEXT NOT NULL DEFAULT '',
    "heldUntil" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    CONSTRAINT "TokenRevocation_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "TokenRevocation_state_heldUntil_idx" ON "TokenRevocation"("state", "heldUntil");

-- CreateIndex
CREATE INDEX "TokenRevocation_accountId_idx" ON "TokenRevocation"("accountId");
