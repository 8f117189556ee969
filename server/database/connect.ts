import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/prisma/client.ts'
import { createStatementNames } from './statement-names.ts'

/** A client on the database at `url` with at most `connections` open at once. Transactions wait and last little. */
export function connect(url: string, connections: number): PrismaClient {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    // The adapter writes instants without their zone and reads them as UTC: a session in Europe/Paris would lose the
    // hour that does not exist in March.
    options: '-c timezone=UTC',
  })
  // A connection that dies between two listeners of the pool or the adapter would end the program (a restart of
  // PostgreSQL cuts all of them at once). Who was using it gets the failure of its own statement.
  pool.on('connect', (client) => client.on('error', () => {}))
  const nameOf = createStatementNames()
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    // Its type promises a name; without one pg sends the statement unnamed, as it does by default.
    statementNameGenerator: ({ sql }) => nameOf(sql) ?? '',
  })
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 10_000 }, errorFormat: 'minimal' })
}
