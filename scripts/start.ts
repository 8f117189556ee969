// `npm start`: builds when needed, then becomes the program.
import { ensureBuilt } from './build.ts'
import { endWithParent } from './end-with-parent.ts'

endWithParent()
ensureBuilt()
await import('../server/main.ts')
