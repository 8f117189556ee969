import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../generated/prisma/client.ts'

/** A client on the database at `url` with at most `connections` open at once. Transactions wait and last little. */
export function connect(url: string, connections: number): PrismaClient {
  const adapter = new PrismaPg({ connectionString: url, max: connections, connectionTimeoutMillis: 5_000 })
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 10_000 }, errorFormat: 'minimal' })
}
