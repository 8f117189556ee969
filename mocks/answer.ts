import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  subscribe,
  validate,
} from 'graphql'
import type { Context } from './contract-schema.ts'

interface Asked {
  query?: unknown
  variables?: Record<string, unknown> | null
  operationName?: string | null
}

/** Answers one GraphQL request over HTTP as the server does: JSON, one mutation at a time, events for a subscription. */
export async function answerRequest(
  schema: GraphQLSchema,
  request: Request,
  contextOf: (request: Request) => Context,
): Promise<Response> {
  const type = request.headers.get('content-type') ?? ''
  if (request.method === 'POST' && !/^application\/(graphql\+|graphql-response\+)?json\b/i.test(type)) {
    return failure(415, 'Send application/json.')
  }
  const asked = await read(request)
  const operation = typeof asked?.query === 'string' ? prepare(schema, asked.query, asked.operationName) : null
  if (!asked || !operation) return failure(400, 'Send a GraphQL query.')
  if ('errors' in operation) return json(request, { errors: operation.errors }, true)
  const { document, kind } = operation
  if (request.method === 'GET' && kind !== 'query') return failure(405, 'Send it by POST.')
  const contextValue = contextOf(request)
  if (contextValue.act.state.trouble === 'BUSY' && kind !== 'mutation') return busy()
  const call = { schema, document, contextValue, variableValues: asked.variables, operationName: asked.operationName }
  if (kind !== 'subscription') return json(request, await execute(call))
  const results = await subscribe(call)
  return Symbol.asyncIterator in results ? events(results, request.signal) : json(request, results)
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
