-- AlterTable
ALTER TABLE "Token" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '';
