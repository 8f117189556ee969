// A program that attaches to the embedded database of the folder it is given, says so, and stays until told to leave.
import { attachEmbedded } from '../../server/database/embedded.ts'

const attachment = await attachEmbedded(process.argv[2] ?? '')
process.stdout.write(`${attachment.url}\n`)
process.stdin.once('data', async () => {
  await attachment.close()
  process.exit(0)
})
