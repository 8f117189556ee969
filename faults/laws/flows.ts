import { type Law, recent, serviceActedOn } from './law.ts'

/** A flow is COMPLETED with all its effects, or nothing of them is there; a code serves once. */
export const flowLaws: readonly Law[] = [
  {
    name: 'a flow that ended says how',
    sql: `SELECT id FROM "Flow" WHERE ("endedAt" IS NULL) <> ("end" IS NULL)`,
  },
  {
    name: 'a completed migration opened its account',
    sql: `SELECT f.id FROM "Flow" f JOIN "Account" a ON a.id = f."accountId"
      WHERE f.kind = 'MIGRATION' AND f."end" = 'COMPLETED' AND NOT ${serviceActedOn('a."ownerId"')} AND (
        a.state = 'ISSUED' OR a."activatedAt" IS DISTINCT FROM f."endedAt" OR NOT EXISTS (
          SELECT 1 FROM "Event" e WHERE e.kind = 'ACCOUNT_MIGRATED' AND e."flowId" = f.id AND e."accountId" = a.id))`,
  },
  {
    name: 'an account migrates by a flow that completed at that instant',
    sql: `SELECT e.id FROM "Event" e LEFT JOIN "Flow" f ON f.id = e."flowId"
      WHERE e.kind = 'ACCOUNT_MIGRATED' AND e.at > ${recent}
        AND (f."end" IS DISTINCT FROM 'COMPLETED' OR f."endedAt" <> e.at)`,
  },
  {
    name: 'an account that opened was recorded as migrated',
    sql: `SELECT a.id FROM "Account" a WHERE a.state = 'ACTIVE' AND a."activatedAt" > ${recent} AND NOT EXISTS (
      SELECT 1 FROM "Event" e WHERE e.kind = 'ACCOUNT_MIGRATED' AND e."accountId" = a.id AND e.at = a."activatedAt")`,
  },
  {
    name: 'a completed reset replaced the password',
    sql: `SELECT f.id FROM "Flow" f LEFT JOIN "Account" a ON a.id = f."accountId" LEFT JOIN "Credential" c ON c.id = a."credentialId"
      WHERE f.kind = 'RESET' AND f."end" = 'COMPLETED' AND NOT ${serviceActedOn('a."ownerId"')} AND (
        c."passwordChangedAt" IS NULL OR c."passwordChangedAt" < f."endedAt" OR NOT EXISTS (
          SELECT 1 FROM "Event" e WHERE e.kind = 'PASSWORD_RESET' AND e."accountId" = a.id AND e.at = f."endedAt"))`,
  },
  {
    name: 'a recorded reset completed its flow',
    sql: `SELECT e.id FROM "Event" e WHERE e.kind = 'PASSWORD_RESET' AND e.at > ${recent} AND NOT EXISTS (
      SELECT 1 FROM "Flow" f
      WHERE f.kind = 'RESET' AND f."accountId" = e."accountId" AND f."end" = 'COMPLETED' AND f."endedAt" = e.at)`,
  },
  {
    name: 'a completed change of e-mail is recorded, and a recorded one completed',
    sql: `SELECT coalesce(f.id, e."flowId") AS id
      FROM (SELECT * FROM "Flow" WHERE kind = 'EMAIL_CHANGE' AND "end" = 'COMPLETED') f
      FULL JOIN (SELECT * FROM "Event" WHERE kind = 'EMAIL_CHANGED' AND at > ${recent}) e ON e."flowId" = f.id AND e.at = f."endedAt"
      WHERE e.id IS NULL AND f."endedAt" > ${recent} OR f.id IS NULL`,
  },
  {
    name: 'a changed e-mail is the credential’s',
    sql: `SELECT e.id FROM "Event" e JOIN "EventDetail" d ON d."eventId" = e.id
        JOIN "Account" a ON a.id = e."accountId" JOIN "Credential" c ON c.id = a."credentialId"
      WHERE e.kind = 'EMAIL_CHANGED' AND c."emailVerifiedAt" = e.at AND c.email <> d.words->>'to'
        OR e.kind = 'EMAIL_CHANGED' AND c."emailVerifiedAt" < e.at`,
  },
  {
    name: 'one migration of an account, one change of a credential’s e-mail is open at a time',
    sql: `SELECT f.id FROM "Flow" f JOIN "Account" a ON a.id = f."accountId"
        JOIN "Flow" g ON g.kind = f.kind AND g.id <> f.id AND g."endedAt" IS NULL
        JOIN "Account" b ON b.id = g."accountId" AND (b.id = a.id OR f.kind = 'EMAIL_CHANGE' AND b."credentialId" = a."credentialId")
      WHERE f."endedAt" IS NULL AND f.kind IN ('MIGRATION', 'EMAIL_CHANGE') AND g."createdAt" BETWEEN f."createdAt" AND f."expiresAt"`,
  },
  {
    name: 'no migration stays open on an account that has migrated',
    sql: `SELECT f.id FROM "Flow" f JOIN "Account" a ON a.id = f."accountId"
      WHERE f.kind = 'MIGRATION' AND f."endedAt" IS NULL AND a.state IN ('ACTIVE', 'FROZEN') AND f."expiresAt" > a."activatedAt"`,
  },
  {
    name: 'a used code was verified, and a verified code was used',
    sql: `SELECT coalesce(c."flowId", e."flowId") AS id
      FROM (SELECT * FROM "Code" WHERE "usedAt" > ${recent}) c
      FULL JOIN (SELECT * FROM "Event" WHERE kind = 'CODE_VERIFIED' AND at > ${recent}) e
        ON e."flowId" = c."flowId" AND e.at = c."usedAt"
      WHERE e.id IS NULL OR c.id IS NULL OR c.muted`,
  },
  {
    name: 'one code of a set is used at most',
    sql: `SELECT "flowId" AS id FROM "Code" GROUP BY "flowId", "codeSet" HAVING count("usedAt") > 1`,
  },
  {
    name: 'only a used code leads to the password',
    sql: `SELECT f.id FROM "Flow" f
      WHERE (f.step = 'SET_PASSWORD') <> (f."verifiedAt" IS NOT NULL) OR f."verifiedAt" IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM "Code" c WHERE c."flowId" = f.id AND c."usedAt" = f."verifiedAt")`,
  },
]
