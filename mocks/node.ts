import { setupServer } from 'msw/node'
import { anyGraphql, handlersOf } from './handlers.ts'
import { createMock, type Mock, type MockOptions } from './mock.ts'

export interface MockServer {
  mock: Mock
  /** MSW's own: `server.use(…)` overrides an operation for one test. */
  server: ReturnType<typeof setupServer>
  close(): void
}

/** In Node (a test): from now on every request to `url` is answered by a mock; any other request fails. */
export function startMockServer({ url = anyGraphql, ...options }: MockOptions & { url?: string } = {}): MockServer {
  const mock = createMock(options)
  const server = setupServer(...handlersOf(mock, url))
  server.listen({ onUnhandledFrame: 'error' })
  return { mock, server, close: () => server.close() }
}
