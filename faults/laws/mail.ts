import { type Law, recent } from './law.ts'

/** SQL: notices of a kind and the events that they tell of, on the same account at the same instant, as often. */
const told = (notice: string, ...deeds: string[]) =>
  `SELECT "accountId" AS id, at FROM (
      SELECT "accountId", at, count(*) AS n FROM "Event"
      WHERE kind IN (${deeds.map((deed) => `'${deed}'`).join(', ')}) AND at > ${recent} GROUP BY 1, 2
    ) e FULL JOIN (
      SELECT "accountId", "createdAt" AS at, count(*) AS n FROM "Message"
      WHERE kind = '${notice}' AND "createdAt" > ${recent} GROUP BY 1, 2
    ) m USING ("accountId", at) WHERE e.n IS DISTINCT FROM m.n`

/** No mail without its change of state, no change without its mail, and what became of a mail is told once. */
export const mailLaws: readonly Law[] = [
  {
    name: 'a code has its mail',
    sql: `SELECT c.id FROM "Code" c LEFT JOIN "Message" m ON m."codeId" = c.id
      WHERE m.id IS NULL OR m."createdAt" <> c."issuedAt" OR NOT c.muted AND m.email IS DISTINCT FROM c.email`,
  },
  {
    name: 'a code’s mail has its code, of its own journey',
    sql: `SELECT m.id FROM "Message" m LEFT JOIN "Code" c ON c.id = m."codeId" LEFT JOIN "Flow" f ON f.id = c."flowId"
      WHERE m.kind::text LIKE '%\\_CODE' AND m."createdAt" > ${recent}
        AND m.kind::text IS DISTINCT FROM f.kind::text || '_CODE'`,
  },
  {
    name: 'a code sent is recorded once, and nothing else is',
    sql: `SELECT id, at FROM (
        SELECT "flowId" AS id, at, count(*) AS n FROM "Event" WHERE kind = 'CODE_SENT' AND at > ${recent} GROUP BY 1, 2
      ) e FULL JOIN (
        SELECT "flowId" AS id, "issuedAt" AS at, count(*) AS n FROM "Code" WHERE "issuedAt" > ${recent} GROUP BY 1, 2
      ) c USING (id, at) WHERE e.n IS DISTINCT FROM c.n`,
  },
  {
    name: 'an opened account’s owner is told once',
    sql: `SELECT at FROM (
        SELECT at, count(DISTINCT "flowId") AS n FROM "Event" WHERE kind = 'ACCOUNT_MIGRATED' AND at > ${recent} GROUP BY 1
      ) e FULL JOIN (
        SELECT "createdAt" AS at, count(*) AS n FROM "Message" WHERE kind = 'ACCOUNT_OPENED' AND "createdAt" > ${recent} GROUP BY 1
      ) m USING (at) WHERE e.n IS DISTINCT FROM m.n`,
  },
  {
    name: 'a replaced password’s owner is told once',
    sql: told('PASSWORD_CHANGED', 'PASSWORD_CHANGED', 'PASSWORD_RESET', 'PASSWORD_SPLIT'),
  },
  { name: 'a changed e-mail’s owner is told once', sql: told('EMAIL_CHANGED', 'EMAIL_CHANGED') },
  { name: 'an owner whose resets are closed is told once', sql: told('RESET_GUARDED', 'RESET_GUARDED') },
  {
    name: 'a notice can be answered with « Ce n’est pas moi », and such a link is in a notice',
    sql: `SELECT coalesce(m.id, l.id) AS id
      FROM (SELECT * FROM "Message" WHERE kind IN ('ACCOUNT_OPENED', 'PASSWORD_CHANGED', 'EMAIL_CHANGED')) m
      FULL JOIN "FreezeLink" l ON l.id = m."freezeLinkId" AND l."createdAt" = m."createdAt"
      WHERE m.id IS NULL AND l."createdAt" > ${recent} OR l.id IS NULL AND m."createdAt" > ${recent}`,
  },
  {
    name: 'a mail is settled or waits',
    sql: `SELECT id FROM "Message" WHERE (state = 'QUEUED') <> ("settledAt" IS NULL) OR state <> 'QUEUED' AND "leasedUntil" IS NOT NULL`,
  },
  {
    name: 'a mail is accepted once, and told as sent',
    sql: `SELECT m.id FROM "Message" m LEFT JOIN "Delivery" d
        ON d."messageId" = m.id AND d.status IN ('ACCEPTED', 'HELD') AND NOT d.reported
      GROUP BY m.id HAVING count(d.id) <> (m.state = 'SENT')::int`,
  },
  {
    name: 'a code counts its time from its mail’s acceptance',
    sql: `SELECT c.id FROM "Code" c JOIN "Message" m ON m."codeId" = c.id WHERE (c."acceptedAt" IS NOT NULL) <> (m.state = 'SENT')`,
  },
  {
    name: 'no attempt goes uncounted',
    sql: `SELECT m.id FROM "Message" m JOIN "Delivery" d ON d."messageId" = m.id AND NOT d.reported
      GROUP BY m.id HAVING count(*) > m.attempts`,
  },
]
