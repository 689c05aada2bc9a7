-- CreateTable
CREATE TABLE "NetBirdMirror" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "upstreamId" TEXT,
    "role" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "heldBy" TEXT NOT NULL DEFAULT '',
    "heldUntil" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NetBirdMirror_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NetBirdProcess" (
    "id" TEXT NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NetBirdProcess_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NetBirdServer" (
    "accountId" TEXT NOT NULL,
    "upstreamAccountId" TEXT NOT NULL,
    "brokerId" TEXT NOT NULL,

    CONSTRAINT "NetBirdServer_pkey" PRIMARY KEY ("accountId")
);

-- CreateIndex
CREATE UNIQUE INDEX "NetBirdMirror_owner_key" ON "NetBirdMirror"("owner");

-- CreateIndex
CREATE UNIQUE INDEX "NetBirdMirror_upstreamId_key" ON "NetBirdMirror"("upstreamId");

-- CreateIndex
CREATE INDEX "NetBirdMirror_accountId_idx" ON "NetBirdMirror"("accountId");
