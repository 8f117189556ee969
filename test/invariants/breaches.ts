const oneOf = (table: string, where: string) => `id = (SELECT id FROM "${table}" WHERE ${where} ORDER BY id LIMIT 1)`
const lastEvent = (kind: string) => `${oneOf('Event', `kind = '${kind}'`)}`
const forget = (kind: string) => `DELETE FROM "Event" WHERE ${lastEvent(kind)}`
const lose = (...kinds: string[]) =>
  `UPDATE "Counter" SET at = '{}' WHERE kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`

/** What was counted on one stands on another. */
const another = (kind: string) => `UPDATE "Counter" SET subject = subject || '\\x01' WHERE kind = '${kind}'`

/** For each law something that a half-done step, a lost write or a forger would leave, and that breaks it. */
export const breaches: Readonly<Record<string, string>> = {
  'a credential opens an account': `INSERT INTO "Credential" ("ownerId", "passwordHash", "passwordChangedAt", email, "emailVerifiedAt", "createdAt")
    SELECT "ownerId", 'x', "createdAt", 'x@y.example', "createdAt", "createdAt" FROM "Credential" LIMIT 1`,
  'an open account has a credential and says since when': `UPDATE "Account" SET "credentialId" = NULL WHERE ${oneOf('Account', `state = 'ACTIVE'`)}`,
  'an account still on its letter has no credential': `UPDATE "Account" SET state = 'ISSUED' WHERE ${oneOf('Account', `state = 'ACTIVE'`)}`,
  'an account has a credential of its own owner only': `UPDATE "Credential" SET "ownerId" = (
      SELECT o.id FROM "Owner" o WHERE o.id <> "Credential"."ownerId" LIMIT 1) WHERE ${oneOf('Credential', 'true')}`,
  'an issued password has the scheme it is verified by': `UPDATE "Account" SET "issuedScheme" = NULL WHERE ${oneOf('Account', 'true')}`,
  'no session is open on an account that is not': `UPDATE "Account" SET state = 'FROZEN' WHERE id IN (
      SELECT "accountId" FROM "Session" WHERE "endedAt" IS NULL)`,
  'no session outlives the password it was opened under': `UPDATE "Credential" SET "passwordChangedAt" = "passwordChangedAt" + interval '1 hour'`,
  'a session runs forward in time': `UPDATE "Session" SET "lastUsedAt" = "createdAt" - interval '1 ms' WHERE ${oneOf('Session', 'true')}`,
  'a session was opened by a deed that is recorded': forget('SIGNED_IN'),
  'a recorded sign-in opened a session': `DELETE FROM "Session" s USING "Event" e WHERE e.kind = 'SIGNED_IN' AND e.at = s."createdAt"`,

  'a flow that ended says how': `UPDATE "Flow" SET "end" = NULL WHERE ${oneOf('Flow', `"end" = 'COMPLETED'`)}`,
  'a completed migration opened its account': `UPDATE "Account" SET state = 'ISSUED', "credentialId" = NULL WHERE id IN (
      SELECT "accountId" FROM "Flow" WHERE kind = 'MIGRATION' AND "end" = 'COMPLETED')`,
  'an account migrates by a flow that completed at that instant': `UPDATE "Flow" SET "end" = NULL, "endedAt" = NULL WHERE kind = 'MIGRATION'`,
  'an account that opened was recorded as migrated': forget('ACCOUNT_MIGRATED'),
  'a completed reset replaced the password': `UPDATE "Credential" SET "passwordChangedAt" = "createdAt" - interval '1 day'`,
  'a recorded reset completed its flow': `UPDATE "Flow" SET "end" = NULL, "endedAt" = NULL WHERE kind = 'RESET'`,
  'a completed change of e-mail is recorded, and a recorded one completed': forget('EMAIL_CHANGED'),
  'a changed e-mail is the credential’s': `UPDATE "Credential" SET email = "previousEmail" WHERE "previousEmail" IS NOT NULL`,
  'one migration of an account, one change of a credential’s e-mail is open at a time': `INSERT INTO "Flow" (realm, kind, "handleHash", "accountId", step, "createdAt", "expiresAt")
    SELECT realm, kind, '\\x01', "accountId", 'CHOOSE_EMAIL', "createdAt", "expiresAt" FROM "Flow" WHERE kind = 'MIGRATION' AND "endedAt" IS NULL`,
  'no migration stays open on an account that has migrated': `INSERT INTO "Flow" (realm, kind, "handleHash", "accountId", step, "createdAt", "expiresAt")
    SELECT realm, kind, '\\x01'::bytea || "handleHash", "accountId", 'CHOOSE_EMAIL', "createdAt", "expiresAt" FROM "Flow" WHERE kind = 'MIGRATION' AND "end" = 'COMPLETED'`,
  'a used code was verified, and a verified code was used': forget('CODE_VERIFIED'),
  'one code of a set is used at most': `INSERT INTO "Code" ("flowId", "codeSet", generation, email, salt, "keyId", "issuedAt", "usedAt")
    SELECT "flowId", "codeSet", generation + 1, email, salt, "keyId", "issuedAt", "usedAt" FROM "Code" WHERE "usedAt" IS NOT NULL`,
  'only a used code leads to the password': `UPDATE "Flow" SET step = 'SET_PASSWORD', "verifiedAt" = "createdAt" WHERE "endedAt" IS NULL`,

  'every recorded wrong code is counted, on its own account': another('WRONG_CODE'),
  'every recorded wrong code of a change of e-mail counts on its account’s changes': another('WRONG_CODE_CHANGE'),
  'every recorded wrong code of a reset counts on what was typed': another('WRONG_CODE_PAIR'),
  'every recorded wrong password is counted': lose('SIGN_IN_NETWORK', 'SIGN_IN_DEVICE'),
  'every code sent counts once as SEND_NETWORK, and nothing else does': lose('SEND_NETWORK'),
  'every code sent counts once as SEND_ADDRESS, and nothing else does': `UPDATE "Counter" SET at = at || at WHERE kind = 'SEND_ADDRESS'`,
  'every code sent counts once as SEND_OWNER_ADDRESS, and nothing else does': lose('SEND_OWNER_ADDRESS'),
  'every code sent counts once as SEND_ACCOUNT or SEND_CHANGE, and nothing else does': lose('SEND_CHANGE'),
  'the system’s brake saw every wrong code': `DELETE FROM "Tally"`,
  'a flow never spends more tries than its set has': `UPDATE "Flow" SET "triesSpent" = "triesAllowed" + 1`,
  'a try on a set of a migration is one on its account too': `UPDATE "Flow" SET "triesSpent" = 1
    WHERE kind = 'MIGRATION' AND step = 'ENTER_CODE' AND "endedAt" IS NULL`,
  'a try on a set of a reset is one on what was typed too': `UPDATE "Flow" SET "triesSpent" = 2
    WHERE kind = 'RESET' AND step = 'ENTER_CODE' AND "endedAt" IS NULL`,

  'a code has its mail': `DELETE FROM "Message" WHERE ${oneOf('Message', `kind = 'MIGRATION_CODE'`)}`,
  'a code’s mail has its code, of its own journey': `UPDATE "Message" SET kind = 'RESET_CODE' WHERE ${oneOf('Message', `kind = 'MIGRATION_CODE'`)}`,
  'a code sent is recorded once, and nothing else is': forget('CODE_SENT'),
  'an opened account’s owner is told once': `DELETE FROM "Message" WHERE kind = 'ACCOUNT_OPENED'`,
  'a replaced password’s owner is told once': forget('PASSWORD_CHANGED'),
  'a changed e-mail’s owner is told once': `DELETE FROM "Message" WHERE kind = 'EMAIL_CHANGED'`,
  'an owner whose resets are closed is told once': `INSERT INTO "Event" (realm, kind, at, "accountId")
    SELECT realm, 'RESET_GUARDED', at, "accountId" FROM "Event" WHERE kind = 'RESET_REQUESTED'`,
  'a notice can be answered with « Ce n’est pas moi », and such a link is in a notice': `UPDATE "Message" SET "freezeLinkId" = NULL WHERE kind = 'PASSWORD_CHANGED'`,
  'a mail is settled or waits': `UPDATE "Message" SET "settledAt" = NULL WHERE ${oneOf('Message', `state = 'SENT'`)}`,
  'a mail is accepted once, and told as sent': `INSERT INTO "Delivery" ("messageId", at, status) SELECT "messageId", at, status FROM "Delivery"`,
  'a code counts its time from its mail’s acceptance': `UPDATE "Code" SET "acceptedAt" = NULL`,
  'no attempt goes uncounted': `UPDATE "Message" SET attempts = 0`,
}
