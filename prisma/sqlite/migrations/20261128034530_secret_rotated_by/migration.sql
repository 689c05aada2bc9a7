-- AlterTable
ALTER TABLE "TokenSecret" ADD COLUMN "rotatedBy" TEXT;
