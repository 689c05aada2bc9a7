-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN "searchKey" TEXT;

-- CreateTable
CREATE TABLE "SearchKeys" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "rule" INTEGER NOT NULL
);
