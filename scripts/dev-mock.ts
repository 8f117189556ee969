// `npm run dev:mock`: our own site on the mocks, with reload. No database, no mail server, no server of ours.
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { ServerBuild } from '@remix-run/node'
import { scenarioNames } from '../mocks/scenarios.ts'
import { projectRoot } from '../server/database/places.ts'
import { childEnvironment, settleNodeEnvironment } from '../server/settings.ts'
import { ensureContract } from './contract.ts'
import { endWithParent } from './end-with-parent.ts'

endWithParent()
settleNodeEnvironment('development')
ensureContract()
const port = Number(childEnvironment({}).PORT ?? 3000)
const [{ createServer: createVite }, { createMockSite }] = await Promise.all([import('vite'), import('./mock-site.ts')])
const vite = await createVite({ root: projectRoot, server: { middlewareMode: true } })
const load = async () => (await vite.ssrLoadModule('virtual:remix/server-build')) as unknown as ServerBuild
const listener = getRequestListener(createMockSite(load))
const http = createServer((request, response) =>
  vite.middlewares(request, response, () => void listener(request, response)),
)
http.on('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})
http.listen(port, '127.0.0.1', () => {
  const at = `http://localhost:${port}`
  process.stdout.write(`The site on mocks: ${at}
Its mails, its clock and ${scenarioNames.length} scenarios: ${at}/mailbox
One of them: ${at}/?scenario=code-expired\n`)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    http.close()
    http.closeAllConnections()
    vite.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}
