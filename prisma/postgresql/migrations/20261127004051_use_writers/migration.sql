-- CreateTable
CREATE TABLE "UseWriter" (
    "id" TEXT NOT NULL,
    "batch" INTEGER NOT NULL,
    "writtenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UseWriter_pkey" PRIMARY KEY ("id")
);
