// `npm run test:attacks`: the files that docs/attacks.md names, run as `npm test` runs all; ends with the same count.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../server/database/places.ts'
import { childEnvironment } from '../server/settings.ts'
import { namedTests, runnableFile } from '../test/house/mapped-tests.ts'

const files = new Set([...namedTests('docs/attacks.md').values()].map(({ file }) => runnableFile(file)))
const { status } = spawnSync(
  process.execPath,
  [join(projectRoot, 'scripts/test.ts'), 'test/attacks/map.test.ts', ...files],
  { cwd: projectRoot, stdio: 'inherit', env: childEnvironment({}) },
)
process.exit(status ?? 1)
