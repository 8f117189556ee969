-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "MessageKind" ADD VALUE 'RESET_CODE';
ALTER TYPE "MessageKind" ADD VALUE 'EMAIL_CHANGE_CODE';
ALTER TYPE "MessageKind" ADD VALUE 'PASSWORD_CHANGED';
ALTER TYPE "MessageKind" ADD VALUE 'EMAIL_CHANGED';
ALTER TYPE "MessageKind" ADD VALUE 'ACCOUNT_FROZEN';
ALTER TYPE "MessageKind" ADD VALUE 'STAFF_ACTION';

-- DropForeignKey
ALTER TABLE "Message" DROP CONSTRAINT "Message_accountId_fkey";

-- AlterTable
ALTER TABLE "Credential" ADD COLUMN     "emailChangedAt" TIMESTAMPTZ(3),
ADD COLUMN     "previousEmail" TEXT,
ADD COLUMN     "resetBlockedUntil" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "browser" TEXT NOT NULL DEFAULT 'OTHER',
ADD COLUMN     "device" TEXT NOT NULL DEFAULT 'OTHER',
ADD COLUMN     "network" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Flow" ADD COLUMN     "pair" BYTEA;

-- AlterTable
ALTER TABLE "Code" ADD COLUMN     "muted" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "about" TEXT,
ADD COLUMN     "freezeLinkId" UUID,
ADD COLUMN     "staffActionId" UUID,
ALTER COLUMN "accountId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "FreezeLink" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "credentialId" UUID NOT NULL,
    "keyId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "FreezeLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StaffAction" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "realm" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "accountId" UUID NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "effectiveAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),
    "cancelledAt" TIMESTAMPTZ(3),

    CONSTRAINT "StaffAction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "FreezeLink_credentialId_idx" ON "FreezeLink"("credentialId");

-- CreateIndex
CREATE INDEX "StaffAction_accountId_idx" ON "StaffAction"("accountId");

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_freezeLinkId_fkey" FOREIGN KEY ("freezeLinkId") REFERENCES "FreezeLink"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_staffActionId_fkey" FOREIGN KEY ("staffActionId") REFERENCES "StaffAction"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FreezeLink" ADD CONSTRAINT "FreezeLink_credentialId_fkey" FOREIGN KEY ("credentialId") REFERENCES "Credential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StaffAction" ADD CONSTRAINT "StaffAction_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


