-- AlterTable
ALTER TABLE "SetupLock" ADD COLUMN     "atStart" BOOLEAN;
