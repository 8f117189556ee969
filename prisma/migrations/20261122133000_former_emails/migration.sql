-- « Ce n'est pas moi » and the service must know every address of the last month, and never give an account to the
-- reader of one of them.
ALTER TYPE "MessageKind" ADD VALUE 'FREEZE_NOTICE' BEFORE 'STAFF_ACTION';

ALTER TABLE "Credential" ADD COLUMN "emailUndoneAt" TIMESTAMPTZ(3),
ADD COLUMN "frozenByServiceAt" TIMESTAMPTZ(3),
ADD COLUMN "deadHashes" TEXT[];

ALTER TABLE "FreezeLink" ADD COLUMN "accountIds" UUID[];

CREATE TABLE "FormerEmail" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "ownerId" UUID NOT NULL,
    "credentialId" UUID,
    "email" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FormerEmail_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "FormerEmail_ownerId_idx" ON "FormerEmail"("ownerId");
CREATE INDEX "FormerEmail_until_idx" ON "FormerEmail"("until");

ALTER TABLE "FormerEmail" ADD CONSTRAINT "FormerEmail_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "FormerEmail" ADD CONSTRAINT "FormerEmail_credentialId_fkey" FOREIGN KEY ("credentialId") REFERENCES "Credential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What was known of the last change; and which accounts a live notice speaks of.
INSERT INTO "FormerEmail" ("ownerId", "credentialId", "email", "until")
SELECT "ownerId", "id", "previousEmail", "emailChangedAt" FROM "Credential"
WHERE "previousEmail" IS NOT NULL AND "emailChangedAt" IS NOT NULL;
UPDATE "FreezeLink" AS l SET "accountIds" = ARRAY(
    SELECT a.id FROM "Account" AS a WHERE a."credentialId" = l."credentialId" AND a.state IN ('ACTIVE', 'FROZEN')
);
