// `npm start`: builds when needed, then becomes the program.
import { ensureBuilt } from './build.ts'

ensureBuilt()
await import('../server/main.ts')
