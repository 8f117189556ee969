import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { childEnvironment } from '../server/settings.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome']
const onMac = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * A Chromium that runs: `CHROMIUM_PATH`, one the machine has, or (as root on Debian) the system's package. Throws, in a
 * sentence, when there is none: the journeys are never skipped.
 */
export function findChromium(): string {
  const named = childEnvironment({}).CHROMIUM_PATH
  if (named) {
    if (runs(named)) return named
    throw new Error(`CHROMIUM_PATH names ${named}, which does not run.`)
  }
  const found = look()
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing the system’s package chromium for the browser tests…\n')
    for (const command of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
      const env = childEnvironment({ DEBIAN_FRONTEND: 'noninteractive' })
      const { status, stderr } = spawnSync('apt-get', command, { encoding: 'utf8', env })
      if (status !== 0) throw new Error(`apt-get ${command.join(' ')} failed: ${stderr}`)
    }
    const installed = look()
    if (installed) return installed
  }
  throw new Error(
    'The browser tests need a Chromium: install one (Debian: apt-get install chromium), or set CHROMIUM_PATH.',
  )
}

function look(): string | undefined {
  return [...places.flatMap((place) => names.map((name) => `${place}/${name}`)), ...onMac].find(runs)
}

/** A file may stand there and be no browser: Ubuntu's chromium-browser only points at another package system. */
function runs(path: string): boolean {
  return existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}
