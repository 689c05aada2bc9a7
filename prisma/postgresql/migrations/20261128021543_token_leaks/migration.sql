-- AlterTable
ALTER TABLE "TokenSecret" ADD COLUMN     "leakedAt" TIMESTAMP(3);
