import { type Law, recent } from './law.ts'
import { whoOf } from './subjects.ts'

/** SQL: how often each instant stands in the counters of these kinds. */
const instants = (...kinds: string[]) =>
  `SELECT t AS at, count(*) AS n FROM "Counter", unnest(at) AS t
    WHERE kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}) AND t > ${recent} GROUP BY t`
/** SQL: how often an event of this kind stands at each instant. */
const events = (kind: string, and = '') =>
  `SELECT at, count(*) AS n FROM "Event" AS e WHERE kind = '${kind}' AND at > ${recent} ${and} GROUP BY at`

/** SQL: how often each instant stands in the wrong codes of one kind of each account or pair (subjects.ts). */
const tried = (kind: string) => `SELECT s.who, t AS at, count(*) AS n FROM "Tried" s
  JOIN "Counter" c ON c.realm = s.realm AND c.kind = s.kind AND c.subject = s.subject, unnest(c.at) AS t
  WHERE s.kind = '${kind}' GROUP BY 1, 2`
/** SQL: how often a wrong code is recorded at an instant on each account or pair. */
const failed = (and = '') => `
  SELECT ${whoOf('e."accountId"', 'f.pair')} AS who, at, count(*) AS n FROM "Event" e LEFT JOIN "Flow" f ON f.id = e."flowId"
  WHERE e.kind = 'CODE_FAILED' AND at > ${recent} ${and} GROUP BY 1, 2`

/**
 * No counted try is lost. A code sent and its count are one transaction: they stand at one instant, as often. What is
 * guessed is counted before it is compared and recorded after: a process killed between leaves the count, never the record
 * alone.
 */
export const tryLaws: readonly Law[] = [
  {
    name: 'every recorded wrong code is counted, on its own account',
    sql: `SELECT at, who FROM (${failed()}) e LEFT JOIN (${tried('WRONG_CODE')}) c USING (who, at)
      WHERE who IS NOT NULL AND coalesce(c.n, 0) < e.n`,
  },
  {
    name: 'every recorded wrong code of a change of e-mail counts on its account’s changes',
    sql: `SELECT at, who FROM (${failed(`AND f.kind = 'EMAIL_CHANGE'`)}) e
      LEFT JOIN (${tried('WRONG_CODE_CHANGE')}) c USING (who, at) WHERE coalesce(c.n, 0) < e.n`,
  },
  {
    name: 'every recorded wrong code of a reset counts on what was typed',
    sql: `SELECT at, pair FROM (
        SELECT f.realm, f.pair, e.at, count(*) AS n FROM "Event" e JOIN "Flow" f ON f.id = e."flowId"
        WHERE e.kind = 'CODE_FAILED' AND f.kind = 'RESET' AND e.at > ${recent} GROUP BY 1, 2, 3
      ) e LEFT JOIN (
        SELECT realm, subject AS pair, t AS at, count(*) AS n FROM "Counter", unnest(at) AS t
        WHERE kind = 'WRONG_CODE_PAIR' GROUP BY 1, 2, 3
      ) c USING (realm, pair, at) WHERE coalesce(c.n, 0) < e.n`,
  },
  {
    name: 'every recorded wrong password is counted',
    sql: `SELECT at FROM (${events('SIGN_IN_FAILED')}) e
      LEFT JOIN (${instants('SIGN_IN_NETWORK', 'SIGN_IN_DEVICE')}) c USING (at) WHERE coalesce(c.n, 0) < e.n`,
  },
  ...[['SEND_NETWORK'], ['SEND_ADDRESS'], ['SEND_OWNER_ADDRESS'], ['SEND_ACCOUNT', 'SEND_CHANGE']].map((kinds) => ({
    name: `every code sent counts once as ${kinds.join(' or ')}, and nothing else does`,
    sql: `SELECT at FROM (${events('CODE_SENT')}) e FULL JOIN (${instants(...kinds)}) c USING (at)
      WHERE e.n IS DISTINCT FROM c.n`,
  })),
  {
    name: 'the system’s brake saw every wrong code',
    sql: `SELECT minute FROM (
        SELECT date_trunc('minute', at) AS minute, count(*) AS n FROM "Event"
        WHERE kind = 'CODE_FAILED' AND realm = 'live' AND at > (SELECT max(at) - interval '1 hour' FROM "Event") GROUP BY 1
      ) e LEFT JOIN (SELECT minute, sum(n) AS n FROM "Tally" WHERE kind = 'CODE_FAILED' GROUP BY 1) t USING (minute)
      WHERE t.n IS NULL OR t.n < e.n`,
  },
  {
    name: 'a flow never spends more tries than its set has',
    sql: `SELECT id FROM "Flow" WHERE "triesSpent" NOT BETWEEN 0 AND "triesAllowed"`,
  },
  {
    name: 'a try on a set of a migration is one on its account too',
    sql: `SELECT f.id FROM "Flow" f WHERE f.kind = 'MIGRATION' AND f.step = 'ENTER_CODE' AND f."triesSpent" > (
        SELECT coalesce(sum(n), 0) FROM (${tried('WRONG_CODE')}) c WHERE c.who = f."accountId"::text AND c.at >= f."createdAt")`,
  },
  {
    name: 'a try on a set of a reset is one on what was typed too',
    sql: `SELECT f.id FROM "Flow" f WHERE f.kind = 'RESET' AND f.step = 'ENTER_CODE' AND f."triesSpent" > (
        SELECT count(*) FROM "Counter" c, unnest(c.at) AS t
        WHERE c.kind = 'WRONG_CODE_PAIR' AND c.realm = f.realm AND c.subject = f.pair AND t >= f."createdAt")`,
  },
]
