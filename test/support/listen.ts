/** A stream of server-sent events as a program reads it, from the bytes on. */
export interface Listener {
  status: number
  headers: Headers
  /** The data of the next event, parsed; null: the stream ended. Rejects after `patienceMs`. Heartbeats are no events. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is the test's to look into
  next(patienceMs?: number): Promise<any>
  /** Everything until the stream ended. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is the test's to look into
  rest(): Promise<any[]>
  /** How many heartbeats came. */
  beats(): number
  /** Hangs up, as a browser does that leaves the page. */
  leave(): void
}

export const flowUpdated = `subscription ($flow: String!) { flowUpdated(flow: $flow) { __typename
  ... on FlowUpdate { step delivery { status reason by filter at nextAttemptAt } codeValidUntil expiresAt }
  ... on FlowClosed { reason } ... on Busy { retryAfterSeconds } ... on Refusal { message } } }`

/** Subscribes to a flow by POST; `init` and `body` change the request. */
export async function listenTo(
  origin: string,
  flow: string,
  {
    headers = {},
    query = flowUpdated,
    variables = { flow },
  }: { headers?: Record<string, string>; query?: string; variables?: object } = {},
): Promise<Listener> {
  return openStream(`${origin}/graphql`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
}

export async function openStream(url: string, init: RequestInit): Promise<Listener> {
  const hangUp = new AbortController()
  const response = await fetch(url, { ...init, signal: hangUp.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let buffer = ''
  let beats = 0
  async function readEvent() {
    for (;;) {
      const end = buffer.indexOf('\n\n')
      if (end >= 0) {
        const lines = buffer.slice(0, end).split('\n')
        buffer = buffer.slice(end + 2)
        if (lines.some((line) => line.startsWith(':'))) beats += 1
        const data = lines.flatMap((line) => (line.startsWith('data:') ? [line.slice('data:'.length).trim()] : []))
        if (data.join('') !== '') return JSON.parse(data.join('\n'))
        continue
      }
      const read = await reader?.read()
      if (!read || read.done) return null
      buffer += read.value
    }
  }
  const next = (patienceMs = 5_000) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no event within ${patienceMs} ms`)), patienceMs)
    })
    return Promise.race([readEvent(), late]).finally(() => clearTimeout(timer))
  }
  return {
    status: response.status,
    headers: response.headers,
    next,
    async rest() {
      const events = []
      for (let event = await next(); event !== null; event = await next()) events.push(event)
      return events
    },
    beats: () => beats,
    leave: () => hangUp.abort(),
  }
}
