-- AlterTable
ALTER TABLE "Token" ADD COLUMN     "limits" TEXT;
