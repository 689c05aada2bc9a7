-- AlterTable
ALTER TABLE "Token" ADD COLUMN "allowedNetworks" TEXT;
