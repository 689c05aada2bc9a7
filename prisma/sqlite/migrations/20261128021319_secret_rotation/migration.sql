-- AlterTable
ALTER TABLE "TokenSecret" ADD COLUMN "overlapSeconds" INTEGER;
ALTER TABLE "TokenSecret" ADD COLUMN "replacedAt" DATETIME;
