-- DropIndex
DROP INDEX "Membership_groupId_idx";

-- CreateIndex
CREATE INDEX "Membership_groupId_userId_idx" ON "Membership"("groupId", "userId");
