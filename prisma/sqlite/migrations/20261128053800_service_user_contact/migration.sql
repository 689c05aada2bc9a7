-- AlterTable
ALTER TABLE "User" ADD COLUMN "contactId" TEXT;
ALTER TABLE "User" ADD COLUMN "description" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX "User_accountId_contactId_createdAt_id_idx" ON "User"("accountId", "contactId", "createdAt", "id");
