-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "searchKey" TEXT;

-- CreateTable
CREATE TABLE "SearchKeys" (
    "id" INTEGER NOT NULL,
    "rule" INTEGER NOT NULL,

    CONSTRAINT "SearchKeys_pkey" PRIMARY KEY ("id")
);
