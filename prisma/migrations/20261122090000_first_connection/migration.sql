-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "AccountState" AS ENUM ('ISSUED', 'ACTIVE', 'FROZEN', 'CLOSED');

-- CreateEnum
CREATE TYPE "IssuedScheme" AS ENUM ('NORMAL', 'AS_TYPED', 'BCRYPT', 'MD5', 'SHA1');

-- CreateEnum
CREATE TYPE "FlowKind" AS ENUM ('MIGRATION', 'RESET', 'EMAIL_CHANGE');

-- CreateEnum
CREATE TYPE "FlowStep" AS ENUM ('CHOOSE_EMAIL', 'ENTER_CODE', 'SET_PASSWORD');

-- CreateEnum
CREATE TYPE "FlowEnd" AS ENUM ('COMPLETED', 'CANCELLED', 'SUPERSEDED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "MessageKind" AS ENUM ('MIGRATION_CODE', 'ACCOUNT_OPENED');

-- CreateEnum
CREATE TYPE "MessageState" AS ENUM ('QUEUED', 'SENT', 'ABANDONED');

-- CreateTable
CREATE TABLE "Agency" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "hours" TEXT NOT NULL,
    "callPrice" TEXT NOT NULL,
    "senderAddress" TEXT NOT NULL,
    "postalAddress" TEXT NOT NULL,
    "logo" TEXT,
    "accent" TEXT,
    "hostNames" TEXT[],
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Agency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Owner" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "realm" TEXT NOT NULL,
    "agencyId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "birthDate" DATE,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Owner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "realm" TEXT NOT NULL,
    "ownerId" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "identifierKey" TEXT NOT NULL,
    "residence" TEXT NOT NULL,
    "state" "AccountState" NOT NULL,
    "issuedHash" TEXT,
    "issuedScheme" "IssuedScheme",
    "issuedExpiresAt" TIMESTAMPTZ(3),
    "credentialId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "activatedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Credential" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "ownerId" UUID NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "passwordChangedAt" TIMESTAMPTZ(3) NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerifiedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "realm" TEXT NOT NULL,
    "accountId" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Flow" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "realm" TEXT NOT NULL,
    "kind" "FlowKind" NOT NULL,
    "handleHash" BYTEA NOT NULL,
    "accountId" UUID,
    "step" "FlowStep" NOT NULL,
    "email" TEXT,
    "emailTyped" BOOLEAN NOT NULL DEFAULT false,
    "emailFixed" BOOLEAN NOT NULL DEFAULT false,
    "codeSet" INTEGER NOT NULL DEFAULT 0,
    "triesAllowed" INTEGER NOT NULL DEFAULT 0,
    "triesSpent" INTEGER NOT NULL DEFAULT 0,
    "lateResentAt" TIMESTAMPTZ(3),
    "verifiedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "end" "FlowEnd",

    CONSTRAINT "Flow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Code" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "flowId" UUID NOT NULL,
    "codeSet" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "attemptedAt" TIMESTAMPTZ(3),
    "acceptedAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "realm" TEXT NOT NULL,
    "kind" "MessageKind" NOT NULL,
    "accountId" UUID NOT NULL,
    "codeId" UUID,
    "email" TEXT,
    "state" "MessageState" NOT NULL DEFAULT 'QUEUED',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL,
    "giveUpAt" TIMESTAMPTZ(3) NOT NULL,
    "leasedUntil" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),
    "lastReply" TEXT,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Counter" (
    "realm" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3)[],

    CONSTRAINT "Counter_pkey" PRIMARY KEY ("realm","kind","subject")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "realm" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "accountId" UUID,
    "flowId" UUID,
    "facts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Agency_key_key" ON "Agency"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Owner_realm_agencyId_key_key" ON "Owner"("realm", "agencyId", "key");

-- CreateIndex
CREATE INDEX "Account_ownerId_idx" ON "Account"("ownerId");

-- CreateIndex
CREATE INDEX "Account_credentialId_idx" ON "Account"("credentialId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_realm_identifierKey_key" ON "Account"("realm", "identifierKey");

-- CreateIndex
CREATE INDEX "Credential_ownerId_idx" ON "Credential"("ownerId");

-- CreateIndex
CREATE INDEX "Credential_email_idx" ON "Credential"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_accountId_idx" ON "Session"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "Flow_handleHash_key" ON "Flow"("handleHash");

-- CreateIndex
CREATE INDEX "Flow_accountId_kind_idx" ON "Flow"("accountId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "Code_flowId_generation_key" ON "Code"("flowId", "generation");

-- CreateIndex
CREATE UNIQUE INDEX "Message_codeId_key" ON "Message"("codeId");

-- CreateIndex
CREATE INDEX "Message_state_nextAttemptAt_idx" ON "Message"("state", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "Event_accountId_at_idx" ON "Event"("accountId", "at");

-- AddForeignKey
ALTER TABLE "Owner" ADD CONSTRAINT "Owner_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_credentialId_fkey" FOREIGN KEY ("credentialId") REFERENCES "Credential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Credential" ADD CONSTRAINT "Credential_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Flow" ADD CONSTRAINT "Flow_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Code" ADD CONSTRAINT "Code_flowId_fkey" FOREIGN KEY ("flowId") REFERENCES "Flow"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_codeId_fkey" FOREIGN KEY ("codeId") REFERENCES "Code"("id") ON DELETE SET NULL ON UPDATE CASCADE;


