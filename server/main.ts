// `npm start` and `npm run dev`: settings first, then the database while the rest of the program is still being read.
import { openDatabase } from './database/open.ts'
import { readSettings, settleNodeEnvironment } from './settings.ts'
import { StartFault } from './start-fault.ts'

const dev = process.argv.includes('--dev')
settleNodeEnvironment(dev ? 'development' : 'production')
try {
  const settings = readSettings()
  const [database, { serve }] = await Promise.all([openDatabase(settings), import('./serve.ts')])
  await serve(settings, database, { dev })
} catch (error) {
  if (!(error instanceof StartFault)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
