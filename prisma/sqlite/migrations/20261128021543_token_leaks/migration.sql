-- AlterTable
ALTER TABLE "TokenSecret" ADD COLUMN "leakedAt" DATETIME;
