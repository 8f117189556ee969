import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { projectRoot } from '../../server/database/places.ts'
import { textOf } from '../house/source.ts'

/** Somebody else's project, outside the repository, with our package and its peers installed. */
export function someonesProject(): string {
  execFileSync(process.execPath, [join(projectRoot, 'scripts/pack-client.ts')], { stdio: 'pipe' })
  const dir = mkdtempSync(join(tmpdir(), 'connexion-partner-'))
  // Packed and unpacked as npm would: a file that the archive leaves out is missing here too.
  execFileSync('npm', ['pack', '--silent', '--pack-destination', dir], { cwd: join(projectRoot, 'dist/package') })
  mkdirSync(join(dir, 'node_modules/connexion'), { recursive: true })
  execFileSync('sh', ['-c', 'tar -xzf connexion-*.tgz -C node_modules/connexion --strip-components=1'], { cwd: dir })
  for (const name of ['msw', 'graphql', 'gql.tada', '@urql/core']) {
    const place = join(dir, 'node_modules', name)
    mkdirSync(dirname(place), { recursive: true })
    symlinkSync(join(projectRoot, 'node_modules', name), place)
  }
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ type: 'module', private: true }))
  return dir
}

export interface Example {
  file: string
  code: string
  /** What it prints. */
  says: string
}

/** The examples of mocks/README.md that say what they print. */
export function examples(): Example[] {
  const blocks = textOf('mocks/README.md').matchAll(/<!-- run: (\S+) → (.+) -->\n```js\n([\s\S]*?)```/g)
  return [...blocks].map(([, file = '', says = '', code = '']) => ({ file, says, code }))
}

/** MSW's script, as `npx msw init` copies it. */
export const copyWorker = (to: string) =>
  cpSync(join(projectRoot, 'node_modules/msw/lib/mockServiceWorker.js'), join(to, 'mockServiceWorker.js'))
