-- CreateTable
CREATE TABLE "NetBirdMirror" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "upstreamId" TEXT,
    "role" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    "heldBy" TEXT NOT NULL DEFAULT '',
    "heldUntil" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "NetBirdProcess" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "seenAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "NetBirdServer" (
    "accountId" TEXT NOT NULL PRIMARY KEY,
    "upstreamAccountId" TEXT NOT NULL,
    "brokerId" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "NetBirdMirror_owner_key" ON "NetBirdMirror"("owner");

-- CreateIndex
CREATE UNIQUE INDEX "NetBirdMirror_upstreamId_key" ON "NetBirdMirror"("upstreamId");

-- CreateIndex
CREATE INDEX "NetBirdMirror_accountId_idx" ON "NetBirdMirror"("accountId");
