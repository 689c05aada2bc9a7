-- CreateTable
CREATE TABLE "ProtectedService" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "description" TEXT,
    "roles" TEXT,
    "methods" TEXT,
    "headers" TEXT NOT NULL,
    "alsoAccepts" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ProtectedService_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProtectedServiceGroup" (
    "serviceId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,

    CONSTRAINT "ProtectedServiceGroup_pkey" PRIMARY KEY ("serviceId","groupId")
);

-- CreateIndex
CREATE UNIQUE INDEX "ProtectedService_accountId_slug_key" ON "ProtectedService"("accountId", "slug");

-- CreateIndex
CREATE INDEX "ProtectedServiceGroup_groupId_idx" ON "ProtectedServiceGroup"("groupId");

-- AddForeignKey
ALTER TABLE "ProtectedService" ADD CONSTRAINT "ProtectedService_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProtectedServiceGroup" ADD CONSTRAINT "ProtectedServiceGroup_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "ProtectedService"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProtectedServiceGroup" ADD CONSTRAINT "ProtectedServiceGroup_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
