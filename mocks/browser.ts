import { setupWorker } from 'msw/browser'
import { anyGraphql, handlersOf } from './handlers.ts'
import { createMock, type Mock, type MockOptions } from './mock.ts'
import { showPanel } from './panel.ts'
import { scenarioIn } from './scenarios.ts'

export interface MockWorkerOptions extends Omit<MockOptions, 'saved'> {
  /** What is mocked. Default: `/graphql` of any origin. */
  url?: string
  /** Where `npx msw init` put MSW's script. */
  serviceWorker?: string
  /** A small panel with the mails, the clock and the scenarios. */
  panel?: boolean
}

export interface MockWorker {
  mock: Mock
  worker: ReturnType<typeof setupWorker>
}

const place = 'connexion-mock'

/**
 * In a browser: from now on every request to `url` is answered by a mock. `?scenario=…` in the address begins that
 * scenario; without it a page that is loaded again goes on where it stood, in this tab.
 */
export async function startMockWorker(options: MockWorkerOptions = {}): Promise<MockWorker> {
  const { url = anyGraphql, serviceWorker = '/mockServiceWorker.js', panel = true, ...rest } = options
  const asked = scenarioIn(location.search)
  const saved = asked ? null : sessionStorage.getItem(place)
  const mock = createMock({ pageOrigin: location.origin, ...rest, ...(asked ? { scenario: asked } : {}), saved })
  addEventListener('pagehide', () => sessionStorage.setItem(place, mock.save()))
  // MSW does not pass on the Origin that the page's request bears.
  const worker = setupWorker(...handlersOf(mock, url, { origin: location.origin }))
  await worker.start({ quiet: true, onUnhandledFrame: 'bypass', serviceWorker: { url: serviceWorker } })
  if (panel) showPanel(mock)
  return { mock, worker }
}
