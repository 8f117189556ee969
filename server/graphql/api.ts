import { GraphQLError } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { Deps } from '../deps.ts'
import { localeOf } from '../domain/refusal-words.ts'
import type { Caller as FlowCaller } from '../flows/caller.ts'
import { useSession } from '../flows/use-session.ts'
import { createFlowWatch, type FlowWatch } from '../flows/watch-flows.ts'
import { admitCaller, type Caller } from './admit-caller.ts'
import { busyError } from './busy.ts'
import { listenByPost } from './by-post.ts'
import type { Context } from './context.ts'
import { idempotency } from './idempotency.ts'
import { inRealm } from './in-realm.ts'
import { documentLimits } from './limits.ts'
import { persistedDocuments } from './persisted-documents.ts'
import { quietError, quietValidation } from './quiet-errors.ts'
import { schema } from './schema.ts'

export interface Api {
  fetch(request: Request, caller: Caller): Promise<Response>
  /** Ends what is being listened to, so that the server can close; what comes after is told `Busy`. */
  stop(): void
}

/** What one request is served with. */
interface Served {
  own: Deps
  caller: FlowCaller
  now: Date
  persisted: boolean
}

/** The API as one function: HTTP in, HTTP out. It never reads cookies: a session is `Authorization: Bearer cs_…`. */
export function createApi(deps: Deps): Api {
  const flowWatch = createFlowWatch(deps)
  const demonstration = deps.settings.mode === 'demonstration'
  const yoga = createYoga<Served, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    // Yoga's defaults are not production defaults (security.md rule 7): all of this is on unless said.
    graphiql: false,
    landingPage: false,
    cors: false,
    batching: false,
    multipart: false,
    // The HTTP server's own is far smaller (http/app.ts); this one would copy every body through a stream.
    maxRequestBodySize: false,
    logging: false,
    plugins: [
      documentLimits({ introspection: demonstration }),
      persistedDocuments(),
      quietValidation,
      listenByPost,
      idempotency(deps),
    ],
    maskedErrors: { maskError: (error) => mask(deps, error) },
    context: ({ request, own, caller, now }) => contextOf(own, flowWatch, request, caller, now),
  })
  return {
    async fetch(request, caller) {
      const type = request.headers.get('content-type') ?? ''
      // A form of another site can post urlencoded, multipart and plain text without asking; JSON it cannot.
      if (request.method === 'POST' && !/^application\/(graphql\+|graphql-response\+)?json\b/i.test(type)) {
        return Response.json({ errors: [{ message: 'Send application/json.' }] }, { status: 415 })
      }
      try {
        const admitted = await admitCaller(deps, request, caller, deps.clock.now())
        const { persisted = false } = caller
        const response = await inRealm(deps, admitted.caller, async (own) =>
          unbuffered(await yoga.fetch(request, { own, caller: admitted.caller, now: own.clock.now(), persisted })),
        )
        for (const [name, value] of Object.entries(admitted.headers)) response.headers.set(name, value)
        return response
      } catch (error) {
        if (hasHungUp(request, error)) return new Response(null, { status: 499 })
        // Whoever is not let in is told before anything of the request is read.
        return turnedAway(mask(deps, error))
      }
    },
    stop: flowWatch.stop,
  }
}

/**
 * Whoever hangs up reads no answer, and is no fault of ours: what was begun for them is carried out. Attack: a log that
 * strangers fill with faults by closing lines, in which a real one is not found.
 */
const hasHungUp = ({ signal }: Request, error: unknown) => signal.aborted && error === signal.reason

/** Events go through as they come: kept by no cache, gathered by no proxy, packed by nobody. */
function unbuffered(response: Response): Response {
  if (response.headers.get('content-type') !== 'text/event-stream') return response
  response.headers.set('cache-control', 'no-store, no-transform')
  response.headers.set('x-accel-buffering', 'no')
  // Yoga's « none » is no encoding that HTTP knows.
  response.headers.delete('content-encoding')
  return response
}

function turnedAway({ message, extensions: { http, ...extensions } }: GraphQLError): Response {
  return Response.json(
    { errors: [{ message, extensions }] },
    { status: http?.status ?? 500, headers: http?.headers ?? {} },
  )
}

function contextOf(deps: Deps, flowWatch: FlowWatch, request: Request, caller: FlowCaller, now: Date): Context {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
  let session: ReturnType<typeof useSession> | undefined
  return {
    deps,
    caller,
    locale: localeOf(request.headers.get('accept-language')),
    now,
    gone: () => request.signal,
    flowWatch,
    outcome: { refusal: null, answer: null },
    session: () => (session ??= useSession(deps, token, caller, now)),
  }
}

/** A bug or an outage says nothing of itself but a number to quote; what GraphQL refuses is told without the input. */
function mask(deps: Deps, error: unknown): GraphQLError {
  const refusal = ownRefusal(error)
  if (refusal) return quietError(refusal)
  const err = error instanceof GraphQLError ? error.originalError : error
  const busy = busyError(err)
  if (busy) {
    deps.log.warn({ err }, 'request put off')
    return busy
  }
  const reference = Buffer.from(deps.random.bytes(5)).toString('hex').toUpperCase()
  deps.log.error({ err, reference }, 'request failed')
  return new GraphQLError('Unexpected error.', {
    extensions: { code: 'INTERNAL_SERVER_ERROR', reference, http: { status: 500 } },
  })
}

/** GraphQL's own word about a request (a coercion error wraps another); null for anything a resolver threw. */
function ownRefusal(error: unknown): GraphQLError | null {
  if (!(error instanceof GraphQLError)) return null
  return !error.originalError || ownRefusal(error.originalError) ? error : null
}
