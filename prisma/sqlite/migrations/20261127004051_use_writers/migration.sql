-- CreateTable
CREATE TABLE "UseWriter" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "batch" INTEGER NOT NULL,
    "writtenAt" DATETIME NOT NULL
);
