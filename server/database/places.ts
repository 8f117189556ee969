import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The clone this program runs from. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** PostgreSQL refuses to run as root: it then runs as this user (nobody), who must reach its binaries and its data. */
export const unprivilegedUser = 65534

export const runsAsRoot = process.getuid?.() === 0

/** Where data goes when DATA_DIR says nothing. As root, a clone may stand in a folder nobody else can enter. */
export function defaultDataDir(): string {
  if (!runsAsRoot) return join(projectRoot, '.data')
  return join('/var/lib/connexion', digest(realpathSync(projectRoot)))
}

export interface Places {
  dataDir: string
  /** Belongs to the user PostgreSQL runs as; a link when (as root) `dataDir` lies where that user cannot go. */
  home: string
  cluster: string
  /** Holds PostgreSQL's socket and nothing else; 0700. */
  socketDir: string
  /** Where the keeper listens for those who attach. */
  keeperSocket: string
  keeperLock: string
  log: string
}

/**
 * Every path of the embedded database under `dataDir`, which is made when missing. Two processes that name one folder,
 * even through a link, get the same answer.
 */
export function placesUnder(dataDir: string): Places {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const dir = realpathSync(dataDir)
  // As root, PostgreSQL's user passes through the data folder without listing it; each thing in it has its own mode.
  if (runsAsRoot) chmodSync(dir, 0o711)
  const keeperDir = join(dir, 'keeper')
  const home = join(dir, 'postgres')
  return {
    dataDir: dir,
    home,
    cluster: join(home, 'cluster'),
    socketDir: shortEnough(join(home, 'run'), '.s.PGSQL.5432.lock', `connexion-run-${digest(dir)}`),
    keeperSocket:
      process.platform === 'win32'
        ? `\\\\.\\pipe\\connexion-${digest(dir)}`
        : join(shortEnough(keeperDir, 'sock', `connexion-keeper-${digest(dir)}`), 'sock'),
    keeperLock: join(keeperDir, 'lock'),
    log: join(keeperDir, 'postgres.log'),
  }
}

/** A 0700 folder of `owner` (null: of whoever runs this). One that somebody else put there first is refused. */
export function ownFolder(dir: string, owner: number | null): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  if (process.platform === 'win32') return
  const found = lstatSync(dir)
  if (!found.isDirectory() || ![process.getuid?.(), owner].includes(found.uid)) {
    throw new Error(`${dir} belongs to somebody else`)
  }
  chmodSync(dir, 0o700)
  if (owner !== null) chownSync(dir, owner, owner)
}

/**
 * A socket's path must fit in 107 bytes (sockaddr_un): a deep data folder keeps its sockets in /tmp. Not os.tmpdir():
 * two processes with two environments must agree.
 */
function shortEnough(dir: string, file: string, otherwise: string): string {
  return Buffer.byteLength(join(dir, file)) <= 107 ? dir : join('/tmp', otherwise)
}

function digest(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12)
}
