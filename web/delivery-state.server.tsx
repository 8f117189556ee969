import { renderToStaticMarkup } from 'react-dom/server'
import type { Flow } from '../client/flow.ts'
import { FlowUpdated } from '../client/flow-updated.ts'
import type { Call } from './api.server.ts'
import { flowHandle } from './flow.server.ts'
import { keepPieceTogether } from './keep-together.ts'
import { listen } from './listen.server.ts'
import { AboutCode } from './parts/code-inset.tsx'
import { Verdict } from './parts/verdict.tsx'
import { flowPaths } from './steps.ts'

/** What the code page's island is told: the two pieces of the page that change, as the page itself renders them. */
export type DeliveryState = { over: true } | { verdict: string; about: string; secondsLeft: number }

const over: DeliveryState = { over: true }
const tickMs = 5_000
const headers = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }

/**
 * Answers the island of a code page: a stream of states, or the state alone to whoever asks for JSON. `find` gives the
 * journey while this browser may see it. 204 (the stream's own word for « do not ask again ») when there is nothing
 * more to tell; 503 when the places are taken, and then the island asks from time to time.
 */
export async function tellDelivery(call: Call, find: () => Promise<Flow | null>): Promise<Response> {
  const { request, context } = call
  const flow = await find()
  const state = stateOf(flow, context.now())
  const streams = request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/event-stream')
  if (!streams) return Response.json(state, { headers })
  if (!flow || 'over' in state) return new Response(null, { status: 204, headers })

  const gone = new AbortController()
  request.signal.addEventListener('abort', () => gone.abort(), { once: true })
  const news = listen(call, FlowUpdated, { flow: flowHandle(call, flow.kind) }, gone.signal)
  const first = await news.next()
  if (first.done || first.value.flowUpdated.__typename !== 'FlowUpdate') {
    gone.abort()
    const full = !first.done && first.value.flowUpdated.__typename === 'Busy'
    return new Response(null, { status: full ? 503 : 204, headers })
  }
  // Read anew: the mail may have left between the two.
  return new Response(stateStream(call, await find(), find, news, gone), {
    headers: { ...headers, 'content-type': 'text/event-stream' },
  })
}

function stateStream(
  { context }: Call,
  begun: Flow | null,
  find: () => Promise<Flow | null>,
  news: AsyncIterable<unknown>,
  gone: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let flow = begun
  let last = ''
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => {
    clearInterval(timer)
    gone.abort()
  }
  return new ReadableStream({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text))
      const end = () => {
        if (gone.signal.aborted) return
        stop()
        controller.close()
      }
      const tell = () => {
        const state = JSON.stringify(stateOf(flow, context.now()))
        // A comment keeps the line open where there is no news.
        write(state === last ? ':\n\n' : `data: ${state}\n\n`)
        last = state
        if (state === JSON.stringify(over)) end()
      }
      // Time alone changes the words of what has not left yet, and ends the code.
      timer = setInterval(tell, tickMs)
      tell()
      follow().catch((failure) => {
        if (!gone.signal.aborted) context.report(failure)
        end()
      })
      async function follow() {
        for await (const _ of news) {
          // What the page shows besides may have changed too, its address above all.
          flow = await find()
          if (gone.signal.aborted) return
          tell()
        }
        end()
      }
    },
    cancel: stop,
  })
}

function stateOf(flow: Flow | null, now: Date): DeliveryState {
  if (!flow?.delivery || flow.step !== 'ENTER_CODE' || !flow.codeOpen || !flow.codeValidUntil) return over
  const secondsLeft = Math.round((new Date(flow.codeValidUntil).getTime() - now.getTime()) / 1000)
  if (secondsLeft <= 0) return over
  const addressPage = flowPaths[flow.kind].CHOOSE_EMAIL
  return {
    verdict: piece(<Verdict flow={flow} now={now} addressPage={addressPage} />),
    about: piece(<AboutCode flow={flow} now={now} secondsLeft={secondsLeft} />),
    secondsLeft,
  }
}

const piece = (element: JSX.Element) => keepPieceTogether(renderToStaticMarkup(element))
