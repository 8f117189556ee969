import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface FreshDatabase {
  url: string
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>
}

/** A migrated, empty database of the test's own. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const clusterUrl = inject('clusterUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await run(clusterUrl, `CREATE DATABASE ${name} TEMPLATE template_migrated`)
  return {
    url: clusterUrl.replace(/\/postgres(?=\?|$)/, `/${name}`),
    drop: () => run(clusterUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}

async function run(url: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await admin.query(statement)
  } finally {
    await admin.end()
  }
}
