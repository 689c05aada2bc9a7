-- AlterTable
ALTER TABLE "Group" ADD COLUMN     "gone" BOOLEAN NOT NULL DEFAULT false;
