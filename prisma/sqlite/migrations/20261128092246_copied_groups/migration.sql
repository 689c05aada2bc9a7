-- AlterTable
ALTER TABLE "Group" ADD COLUMN "upstream" BOOLEAN NOT NULL DEFAULT false;
