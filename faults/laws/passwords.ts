import { type Law, serviceActedOn } from './law.ts'

/** No half-applied password set: accounts, credentials and sessions agree. */
export const passwordLaws: readonly Law[] = [
  {
    name: 'a credential opens an account',
    sql: `SELECT c.id FROM "Credential" c
      WHERE NOT EXISTS (SELECT 1 FROM "Account" a WHERE a."credentialId" = c.id) AND NOT ${serviceActedOn('c."ownerId"')}`,
  },
  {
    name: 'an open account has a credential and says since when',
    sql: `SELECT id FROM "Account"
      WHERE state IN ('ACTIVE', 'FROZEN') AND ("credentialId" IS NULL OR "activatedAt" IS NULL)`,
  },
  {
    name: 'an account still on its letter has no credential',
    sql: `SELECT id FROM "Account" WHERE state = 'ISSUED' AND "credentialId" IS NOT NULL`,
  },
  {
    name: 'an account has a credential of its own owner only',
    sql: `SELECT a.id FROM "Account" a JOIN "Credential" c ON c.id = a."credentialId" WHERE c."ownerId" <> a."ownerId"`,
  },
  {
    name: 'an issued password has the scheme it is verified by',
    sql: `SELECT id FROM "Account" WHERE ("issuedHash" IS NULL) <> ("issuedScheme" IS NULL)`,
  },
  {
    name: 'no session is open on an account that is not',
    sql: `SELECT s.id FROM "Session" s JOIN "Account" a ON a.id = s."accountId"
      WHERE s."endedAt" IS NULL AND a.state <> 'ACTIVE'`,
  },
  {
    name: 'no session outlives the password it was opened under',
    sql: `SELECT s.id FROM "Session" s JOIN "Account" a ON a.id = s."accountId" JOIN "Credential" c ON c.id = a."credentialId"
      WHERE s."endedAt" IS NULL AND s."createdAt" < c."passwordChangedAt"`,
  },
  {
    name: 'a session runs forward in time',
    sql: `SELECT id FROM "Session" WHERE "expiresAt" <= "createdAt" OR "lastUsedAt" < "createdAt"`,
  },
  {
    name: 'a session was opened by a deed that is recorded',
    sql: `SELECT s.id FROM "Session" s WHERE NOT EXISTS (
      SELECT 1 FROM "Event" e WHERE e."accountId" = s."accountId" AND e.at = s."createdAt"
        AND e.kind IN ('SIGNED_IN', 'ACCOUNT_MIGRATED', 'PASSWORD_CHANGED', 'PASSWORD_SPLIT'))`,
  },
  {
    name: 'a recorded sign-in opened a session',
    sql: `SELECT e.id FROM "Event" e WHERE e.kind IN ('SIGNED_IN', 'PASSWORD_CHANGED') AND NOT EXISTS (
      SELECT 1 FROM "Session" s WHERE s."accountId" = e."accountId" AND s."createdAt" = e.at)`,
  },
]
