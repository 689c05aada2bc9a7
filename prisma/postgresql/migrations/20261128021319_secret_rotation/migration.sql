-- AlterTable
ALTER TABLE "TokenSecret" ADD COLUMN     "overlapSeconds" INTEGER,
ADD COLUMN     "replacedAt" TIMESTAMP(3);
