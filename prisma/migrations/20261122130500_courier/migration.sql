-- The courier takes messages domain by domain, so that a large one never stands before the others, and counts what is in hand.
ALTER TABLE "Message" ADD COLUMN "delays" INTEGER NOT NULL DEFAULT 0;

DROP INDEX "Message_state_nextAttemptAt_idx";
CREATE INDEX "Message_realm_state_domain_nextAttemptAt_idx" ON "Message"("realm", "state", "domain", "nextAttemptAt");
CREATE INDEX "Message_leasedUntil_idx" ON "Message"("leasedUntil");
