import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { attachEmbedded } from '../../server/database/embedded.ts'
import { migrate } from '../../server/database/migrate.ts'
import { quickFolder } from './quick-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the test cluster; its database `template_migrated` is what each test's own is cloned from. */
    clusterUrl: string
  }
}

/** One embedded cluster for the whole run, in a folder of its own, with one migrated template. */
export default async function setup(project: TestProject) {
  const dir = mkdtempSync(join(quickFolder(), 'connexion-test-'))
  const cluster = await attachEmbedded(dir)
  const admin = new pg.Client({ connectionString: cluster.url })
  await admin.connect()
  // Only here: a test's database outlives nothing, and cloning one is several times quicker without the disk.
  await admin.query('ALTER SYSTEM SET fsync = off')
  await admin.query('SELECT pg_reload_conf()')
  await admin.query('CREATE DATABASE template_migrated')
  await admin.end()
  await migrate(cluster.url.replace(/\/postgres(?=\?|$)/, '/template_migrated'))
  project.provide('clusterUrl', cluster.url)
  return async () => {
    await cluster.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
