import { Socket } from 'node:net'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/prisma/client.ts'
import { createStatementNames } from './statement-names.ts'

/**
 * What each session asks of PostgreSQL. The adapter writes instants without their zone and reads them as UTC: a session in
 * Europe/Paris would lose the hour that does not exist in March. Who waits longer for a lock than a person waits for a
 * page is told Busy. And a node that froze or vanished from the network must not keep its locks from the others for
 * the two hours that TCP allows it.
 */
const sessionSettings = {
  timezone: 'UTC',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '15s',
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
}

/** A line on which nothing moves in either direction for so long is dead: a network that broke says nothing. */
const silenceMs = 15_000

/**
 * A client on the database at `url` with at most `connections` open at once. Transactions wait and last little.
 * `pooled`: a pooler in transaction mode stands between (docs/operating.md). Then no statement is named, since the
 * next one may reach another server, and of the session only the zone is set, which PgBouncer carries along.
 */
export function connect(url: string, connections: number, { pooled = false } = {}): PrismaClient {
  const options = Object.entries(sessionSettings).map(([name, value]) => `-c ${name}=${value}`)
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    ...(pooled ? { onConnect: (client) => client.query("SET timezone = 'UTC'") } : { options: options.join(' ') }),
  })
  pool.on('connect', (client) => {
    // A connection that dies between two listeners of the pool or the adapter would end the program (a restart of
    // PostgreSQL cuts all of them at once). Who was using it gets the failure of its own statement.
    client.on('error', () => {})
    cutWhenSilent(client)
  })
  const nameOf = pooled ? () => undefined : createStatementNames()
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    // Its type promises a name; without one pg sends the statement unnamed, as it does by default.
    statementNameGenerator: ({ sql }) => nameOf(sql) ?? '',
  })
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 10_000 }, errorFormat: 'minimal' })
}

/** The whole line, not the one statement: what follows on it would otherwise wait behind an answer that never comes. */
function cutWhenSilent(client: pg.PoolClient): void {
  const { stream } = client.connection
  if (stream instanceof Socket)
    stream.setTimeout(silenceMs, () => stream.destroy(new Error('Connection terminated: silence')))
}
