-- CreateTable
CREATE TABLE "ProtectedService" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "description" TEXT,
    "roles" TEXT,
    "methods" TEXT,
    "headers" TEXT NOT NULL,
    "alsoAccepts" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "ProtectedService_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ProtectedServiceGroup" (
    "serviceId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,

    PRIMARY KEY ("serviceId", "groupId"),
    CONSTRAINT "ProtectedServiceGroup_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "ProtectedService" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ProtectedServiceGroup_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "ProtectedService_accountId_slug_key" ON "ProtectedService"("accountId", "slug");

-- CreateIndex
CREATE INDEX "ProtectedServiceGroup_groupId_idx" ON "ProtectedServiceGroup"("groupId");
