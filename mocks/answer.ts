import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  executeSync,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  subscribe,
  validate,
} from 'graphql'
import type { TurnedAway } from '../server/domain/turned-away.ts'
import type { Context } from './contract-schema.ts'
import { claimAnswer } from './repeat.ts'

interface Asked {
  query?: unknown
  variables?: Record<string, unknown> | null
  operationName?: string | null
}

/** Answers one GraphQL request over HTTP as the server does: JSON, one mutation at a time, events for a subscription. */
export async function answerRequest(
  schema: GraphQLSchema,
  request: Request,
  admit: (request: Request) => { context: Context; headers: Record<string, string> } | TurnedAway,
): Promise<Response> {
  const type = request.headers.get('content-type') ?? ''
  if (request.method === 'POST' && !/^application\/(graphql\+|graphql-response\+)?json\b/i.test(type)) {
    return failure(415, 'Send application/json.')
  }
  const admitted = admit(request)
  if ('code' in admitted) return turnedAway(admitted)
  const response = await answerAdmitted(schema, request, admitted.context)
  for (const [name, value] of Object.entries(admitted.headers)) response.headers.set(name, value)
  return response
}

function turnedAway({ message, status, headers, ...extensions }: TurnedAway): Response {
  return Response.json({ errors: [{ message, extensions }] }, { status, headers })
}

async function answerAdmitted(schema: GraphQLSchema, request: Request, contextValue: Context): Promise<Response> {
  const asked = await read(request)
  const operation = typeof asked?.query === 'string' ? prepare(schema, asked.query, asked.operationName) : null
  if (!asked || !operation) return failure(400, 'Send a GraphQL query.')
  if ('errors' in operation) return json(request, { errors: operation.errors }, true)
  const { document, kind } = operation
  if (request.method === 'GET' && kind !== 'query') return failure(405, 'Send it by POST.')
  if (contextValue.act.state.trouble === 'BUSY' && kind !== 'mutation') return busy()
  const call = { schema, document, contextValue, variableValues: asked.variables, operationName: asked.operationName }
  if (kind === 'mutation') return json(request, carryOut(call, request.headers, asked))
  if (kind === 'query') return json(request, executeSync(call))
  const results = await subscribe(call)
  return Symbol.asyncIterator in results ? events(results, request.signal) : json(request, results)
}

/** Once, whatever its `Idempotency-Key` was sent with before. No pause is in it: of two equal requests one is first. */
function carryOut(call: ExecutionArgs & { contextValue: Context }, headers: Headers, asked: Asked): ExecutionResult {
  const { act, outcome } = call.contextValue
  const header = headers.get('idempotency-key')
  if (header === null) return executeSync(call)
  const { variables = null, operationName = null } = asked
  const sent = { query: String(asked.query), operationName, variables, document: call.document }
  const claim = claimAnswer(act, headers, header, sent)
  if ('replay' in claim) return JSON.parse(claim.replay)
  if ('refusal' in claim) outcome.refusal = claim.refusal
  const result = executeSync(call)
  if ('keep' in claim) claim.keep(JSON.stringify(result), outcome, result.errors !== undefined)
  return result
}

async function read(request: Request): Promise<Asked | null> {
  if (request.method !== 'GET') return request.json().catch(() => null)
  const { searchParams } = new URL(request.url)
  const variables: Record<string, unknown> = JSON.parse(searchParams.get('variables') ?? '{}')
  return { query: searchParams.get('query'), variables }
}

function prepare(schema: GraphQLSchema, query: string, operationName?: string | null) {
  try {
    const document = parse(query, { maxTokens: 1000 })
    const errors = validate(schema, document)
    if (errors.length > 0) return { errors }
    const operation = getOperationAST(document, operationName)
    if (!operation) return { errors: [new GraphQLError('Unknown operation.')] }
    if (operation.operation === 'mutation' && rootFields(document) > 1) {
      return { errors: [new GraphQLError('One root field per mutation.')] }
    }
    return { document, kind: operation.operation }
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] }
    throw error
  }
}

const rootFields = ({ definitions }: DocumentNode) =>
  definitions.reduce(
    (most, one) => (one.kind === 'OperationDefinition' ? Math.max(most, one.selectionSet.selections.length) : most),
    0,
  )

/** Faults of a document are a 400 for who asks in the newer media type, and a 200 under application/json. */
function json(request: Request, result: ExecutionResult, refused = false): Response {
  const media = request.headers.get('accept')?.includes('application/graphql-response+json')
    ? 'application/graphql-response+json'
    : 'application/json'
  const status = refused && media !== 'application/json' ? 400 : 200
  return new Response(JSON.stringify(result), { status, headers: { 'content-type': `${media}; charset=utf-8` } })
}

const failure = (status: number, message: string) => Response.json({ errors: [{ message }] }, { status })

function busy(): Response {
  const errors = [{ message: 'Busy.', extensions: { code: 'BUSY', retryAfterSeconds: 5 } }]
  return Response.json({ errors }, { status: 503, headers: { 'retry-after': '5' } })
}

function events(results: AsyncGenerator<ExecutionResult, void, void>, gone: AbortSignal): Response {
  const text = new TextEncoder()
  gone.addEventListener('abort', () => void results.return(), { once: true })
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await results.next()
      if (!done) return controller.enqueue(text.encode(`event: next\ndata: ${JSON.stringify(value)}\n\n`))
      controller.enqueue(text.encode('event: complete\ndata:\n\n'))
      controller.close()
    },
    cancel: () => void results.return(),
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}
