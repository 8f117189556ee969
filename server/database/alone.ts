import pg from 'pg'

/**
 * Runs `work` while holding an advisory lock of the database at `url`: of two processes that start at once, the second
 * waits and then finds the work done. The lock goes with the connection, so a killed process never keeps it.
 */
export async function alone<R>(url: string, lock: number, work: () => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    return await work()
  } finally {
    await client.end()
  }
}
