-- What a message points at is let go by the purge or an erasure: each would otherwise read the whole outbox.
CREATE INDEX "Message_accountId_idx" ON "Message"("accountId");
CREATE INDEX "Message_freezeLinkId_idx" ON "Message"("freezeLinkId");
CREATE INDEX "Message_staffActionId_idx" ON "Message"("staffActionId");
