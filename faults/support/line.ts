import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'
import { createReader } from './wire-messages.ts'

/** A statement on its way to PostgreSQL, or its answer on its way back. */
export interface Moment {
  sql: string
  when: 'before' | 'after'
  inTransaction: boolean
  /** Not of a step: the courier's, the sealer's or the clock's. */
  background: boolean
}

/** GO: it passes. STOP: it never does; the watcher has dealt with who sent it. */
export type Watcher = (moment: Moment) => 'GO' | 'STOP' | Promise<'GO' | 'STOP'>

/** What the program asks by itself, behind any step… */
const byItself =
  /advisory|_prisma_migrations|clock_timestamp|"number" IS NULL|"Message"|"Delivery"|"Tally"|"AuditAnchor"|"Webhook|FROM "public"."Sandbox"/
/** …but only a step puts a mail into the outbox or a wrong code into the tally, whatever else the statement says. */
const ofAStep = /INSERT INTO (?:"public"\.)?"(?:Message|Tally)"/
const isBackground = (sql: string) => byItself.test(sql) && !ofAStep.test(sql)

export interface Line {
  port: number
  watch(watcher: Watcher | null): void
  /** From now on nothing passes and nobody is told, as when a cable is pulled; new connections pass again. */
  pull(): void
  /** Connections open now. */
  open(): number
  close(): Promise<void>
}

/**
 * The line between a program and PostgreSQL at `target`. It understands the protocol, statement by statement, so that a
 * fault comes at a known one, and not at some millisecond.
 */
export async function openLine(target: number): Promise<Line> {
  let watcher: Watcher | null = null
  const pairs = new Set<{ near: Socket; far: Socket; dead: boolean }>()

  function join(near: Socket): void {
    const far = dial(target, '127.0.0.1')
    const pair = { near, far, dead: false }
    pairs.add(pair)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => {})
      one.on('close', () => {
        if (pair.dead) return
        pairs.delete(pair)
        other.destroy()
      })
    }
    let transaction: 'none' | 'unknown' | 'ours' | 'background' = 'none'
    let sent: Moment | null = null
    const toServer = createReader('client')
    const toClient = createReader('server')
    const passes = async (moment: Moment | null) => !moment || !watcher || (await watcher(moment)) === 'GO'

    near.on('data', async (bytes) => {
      near.pause()
      for (const unit of toServer.read(bytes)) {
        const { sql } = unit
        if (sql !== null) {
          if (/^BEGIN/.test(sql)) transaction = 'unknown'
          else if (transaction === 'unknown') transaction = isBackground(sql) ? 'background' : 'ours'
          const behind = transaction === 'background' || (transaction === 'none' && isBackground(sql))
          sent =
            transaction === 'unknown'
              ? null
              : { sql, when: 'before', inTransaction: transaction !== 'none', background: behind }
          if (/^(COMMIT|ROLLBACK)/.test(sql)) transaction = 'none'
        }
        const goes = await passes(sent)
        if (pair.dead) return
        if (!goes) return void far.destroy()
        far.write(unit.bytes)
      }
      near.resume()
    })
    far.on('data', async (bytes) => {
      far.pause()
      for (const unit of toClient.read(bytes)) {
        const answered = unit.ready && sent ? ({ ...sent, when: 'after' } as const) : null
        const goes = await passes(answered)
        if (pair.dead) return
        if (!goes) return void near.destroy()
        near.write(unit.bytes)
      }
      far.resume()
    })
  }

  const server = createServer(join)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: address && typeof address === 'object' ? address.port : 0,
    watch(next) {
      watcher = next
    },
    pull() {
      for (const pair of pairs) {
        pair.dead = true
        pair.near.pause()
        pair.far.pause()
      }
    },
    open: () => [...pairs].filter(({ dead }) => !dead).length,
    async close() {
      for (const { near, far } of pairs) {
        near.destroy()
        far.destroy()
      }
      await new Promise((closed) => server.close(closed))
    },
  }
}
