import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { attachEmbedded } from '../../server/database/embedded.ts'
import { migrate } from '../../server/database/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the test cluster; its database `template_migrated` is what each test's own is cloned from. */
    clusterUrl: string
  }
}

/** One embedded cluster for the whole run, in a folder of its own, with one migrated template. */
export default async function setup(project: TestProject) {
  const dir = mkdtempSync(join(tmpdir(), 'connexion-test-'))
  const cluster = await attachEmbedded(dir)
  const admin = new pg.Client({ connectionString: cluster.url })
  await admin.connect()
  await admin.query('CREATE DATABASE template_migrated')
  await admin.end()
  await migrate(cluster.url.replace(/\/postgres(?=\?|$)/, '/template_migrated'))
  project.provide('clusterUrl', cluster.url)
  return async () => {
    await cluster.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
