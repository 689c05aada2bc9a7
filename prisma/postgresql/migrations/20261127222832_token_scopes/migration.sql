-- AlterTable
ALTER TABLE "Token" ADD COLUMN     "scopes" TEXT;
