-- CreateTable
CREATE TABLE "KeptAnswer" (
    "id" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "bodyMac" BYTEA NOT NULL,
    "answer" BYTEA,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "secretUntil" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KeptAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "KeptAnswer_expiresAt_idx" ON "KeptAnswer"("expiresAt");


