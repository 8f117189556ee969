import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { childEnvironment } from '../../server/settings.ts'
import { tell } from './tell.ts'

/**
 * The first of `paths` that exists; as root on Debian its package is installed when there is none. Throws in a
 * sentence otherwise: a fault that is not played is not proven.
 */
export function needed(name: string, paths: readonly string[]): string {
  const found = () => paths.find((path) => existsSync(path))
  const there = found()
  if (there) return there
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    tell(`Installing the system’s package ${name} for the fault tests…`)
    for (const command of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
      const env = childEnvironment({ DEBIAN_FRONTEND: 'noninteractive' })
      const { status, stderr } = spawnSync('apt-get', command, { encoding: 'utf8', env })
      if (status !== 0) throw new Error(`apt-get ${command.join(' ')} failed: ${stderr}`)
    }
    const installed = found()
    if (installed) return installed
  }
  throw new Error(`The fault tests need ${name}: install it (Debian: apt-get install ${name}).`)
}
