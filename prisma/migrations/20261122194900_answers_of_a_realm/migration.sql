-- Answers kept before, and by nodes of the version before, are of no sandbox that could be told: they go after 48 hours.
-- AlterTable
ALTER TABLE "KeptAnswer" ADD COLUMN     "realm" TEXT NOT NULL DEFAULT 'live';

-- CreateIndex
CREATE INDEX "KeptAnswer_realm_idx" ON "KeptAnswer"("realm");
