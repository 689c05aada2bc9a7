-- AlterTable
ALTER TABLE "User" ADD COLUMN     "reviewedAt" TIMESTAMP(3),
ADD COLUMN     "reviewedBy" TEXT;

-- CreateIndex
CREATE INDEX "User_accountId_isServiceUser_reviewedAt_createdAt_id_idx" ON "User"("accountId", "isServiceUser", "reviewedAt", "createdAt", "id");
