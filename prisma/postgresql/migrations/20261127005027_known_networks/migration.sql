-- CreateTable
CREATE TABLE "KnownNetwork" (
    "userId" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "lastSignInAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "KnownNetwork_pkey" PRIMARY KEY ("userId","network")
);

-- CreateIndex
CREATE INDEX "KnownNetwork_lastSignInAt_idx" ON "KnownNetwork"("lastSignInAt");

-- AddForeignKey
ALTER TABLE "KnownNetwork" ADD CONSTRAINT "KnownNetwork_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
