-- CreateTable
CREATE TABLE "Sandbox" (
    "realm" TEXT NOT NULL,
    "agencyId" UUID NOT NULL,
    "aheadSeconds" INTEGER NOT NULL DEFAULT 0,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Sandbox_pkey" PRIMARY KEY ("realm")
);

-- CreateIndex
CREATE INDEX "Sandbox_usedAt_idx" ON "Sandbox"("usedAt");
