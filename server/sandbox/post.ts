import type { Deps } from '../deps.ts'
import { identifierKey } from '../domain/identifier.ts'
import type { Claim } from '../mail/claim.ts'
import { droppedEnding, endingOf } from '../mail/ending.ts'
import { type LoadedMessage, loadMessages, whyDead } from '../mail/loaded-message.ts'
import { note } from '../mail/reports/note-report.ts'
import { settleWithFate } from '../mail/settle.ts'
import { answerOf, bounce, bouncedAfterMs, type MailFate } from './mail-fate.ts'
import { magicPeople } from './people.ts'

type PostDeps = Pick<Deps, 'db' | 'clock' | 'settings'>
type Due = Claim & { dueAt: Date }

const most = 50
const leaseMs = 10_000

const fates = new Map(
  magicPeople.flatMap(({ accounts, fate }): [string, MailFate][] =>
    fate ? accounts.map(([identifier]) => [identifierKey(identifier) ?? '', fate]) : [],
  ),
)

/**
 * Settles what is due in a sandbox, by its clock. Promise: no mail leaves and no server is asked; each message meets what
 * the table says of its account, at the instant it was due, and is settled, put off or given up by the courier's own
 * rules. The rows are those that the courier writes.
 */
export async function settleSandbox(deps: PostDeps, realm: string): Promise<void> {
  const now = deps.clock.now()
  for (let due = await claim(deps, realm, now); due.length > 0; due = await claim(deps, realm, now)) {
    const messages = await loadMessages(
      deps.db,
      due.map(({ id }) => id),
    )
    for (const claimed of due) {
      const message = messages.find(({ id }) => id === claimed.id)
      if (message) await settleOne(deps, claimed, message)
    }
  }
  await reportBounces(deps, realm, now)
}

/** The oldest first. What another request holds is its to settle; a lease that ran out is taken over. */
function claim({ db }: PostDeps, realm: string, now: Date): Promise<Due[]> {
  return db.$queryRaw<Due[]>`
    UPDATE "Message" AS m SET "leasedUntil" = ${new Date(now.getTime() + leaseMs)}, attempts = m.attempts + 1
    FROM (
      SELECT id, "nextAttemptAt" FROM "Message"
      WHERE realm = ${realm} AND state = 'QUEUED' AND "nextAttemptAt" <= ${now}
        AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now})
      ORDER BY "nextAttemptAt" LIMIT ${most}::int FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE m.id = due.id
    RETURNING m.id, m.attempts, m.domain, due."nextAttemptAt" AS "dueAt"`
}

async function settleOne(deps: PostDeps, { dueAt, ...claimed }: Due, message: LoadedMessage): Promise<void> {
  const dead = whyDead(message, deps, dueAt)
  if (dead) return settleWithFate(deps.db, droppedEnding(claimed, message, dead, dueAt), message)
  const lifespanMinutes = message.code ? deps.settings.rules.codeLifespanMinutes[message.code.flow.kind] : 0
  const fate = await fateOf(deps, message)
  const { attempt, filter, earlierMs } = answerOf(fate, claimed.attempts, claimed.domain, lifespanMinutes)
  const at = new Date(dueAt.getTime() - earlierMs)
  const ending = endingOf(claimed, message, attempt, { attemptedAt: at, at, chance: 0.5, filter })
  await settleWithFate(deps.db, ending, message)
  // As old as it says: another one is sent by itself only when the pause between two sends is over.
  if (earlierMs > 0) await deps.db.code.updateMany({ where: { message: { id: message.id } }, data: { issuedAt: at } })
}

/** Only codes meet a fate, and only at the first address of their journey: an owner who takes another one gets through. */
async function fateOf({ db }: PostDeps, { account, code }: LoadedMessage): Promise<MailFate | null> {
  const fate = account ? fates.get(account.identifierKey) : undefined
  if (!fate || !code) return null
  const first = await db.code.findFirstOrThrow({ where: { flowId: code.flowId }, orderBy: { generation: 'asc' } })
  const meets = fate === 'STALE' ? code.generation === first.generation : code.email === first.email
  return meets ? fate : null
}

/** What was taken and comes back: told once, so long after it was taken. */
async function reportBounces(deps: PostDeps, realm: string, now: Date): Promise<void> {
  const bouncing = [...fates].flatMap(([key, fate]) => (fate === 'BOUNCED' ? [key] : []))
  const taken = await deps.db.message.findMany({
    where: {
      ...{ realm, state: 'SENT', code: { isNot: null }, deliveries: { none: { reported: true } } },
      account: { identifierKey: { in: bouncing } },
      settledAt: { lte: new Date(now.getTime() - bouncedAfterMs) },
    },
    select: { id: true, settledAt: true },
  })
  const messages = await loadMessages(
    deps.db,
    taken.map(({ id }) => id),
  )
  for (const message of messages) {
    if (!message.settledAt || (await fateOf(deps, message)) !== 'BOUNCED') continue
    const at = new Date(message.settledAt.getTime() + bouncedAfterMs)
    await deps.db.$transaction((tx) => note(tx, { messageId: message.id, fact: bounce }, at))
  }
}
