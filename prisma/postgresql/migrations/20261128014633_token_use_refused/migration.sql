-- AlterTable
ALTER TABLE "TokenUse" ADD COLUMN     "refused" INTEGER NOT NULL DEFAULT 0;
