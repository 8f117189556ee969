-- CreateEnum
CREATE TYPE "KeyKind" AS ENUM ('LIVE', 'TEST', 'PUBLISHABLE');

-- CreateEnum
CREATE TYPE "KeyScope" AS ENUM ('FLOWS', 'READ_ACCOUNTS', 'READ_EVENTS');

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "keyId" UUID,
ADD COLUMN     "partnerId" UUID;

-- AlterTable
ALTER TABLE "Flow" ADD COLUMN     "keyId" UUID,
ADD COLUMN     "partnerId" UUID;

-- CreateTable
CREATE TABLE "Partner" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "contactEmail" TEXT NOT NULL,
    "agencyIds" UUID[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Key" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "partnerId" UUID NOT NULL,
    "kind" "KeyKind" NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "scopes" "KeyScope"[],
    "agencyIds" UUID[],
    "allowedNetworks" TEXT[],
    "origins" TEXT[],
    "networks" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "lastNetwork" TEXT,

    CONSTRAINT "Key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Partner_key_key" ON "Partner"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Key_prefix_key" ON "Key"("prefix");

-- CreateIndex
CREATE UNIQUE INDEX "Key_hash_key" ON "Key"("hash");

-- CreateIndex
CREATE INDEX "Key_partnerId_idx" ON "Key"("partnerId");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Flow" ADD CONSTRAINT "Flow_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Key" ADD CONSTRAINT "Key_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


