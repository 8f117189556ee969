import type { AppLoadContext } from '@remix-run/node'
import { type AnyVariables, Client, fetchExchange, type OperationResult, type TypedDocumentNode } from '@urql/core'
import { sendIds } from './document-id.server.ts'
import { readCookie, sessionCookie } from './session.server.ts'
import { busy } from './stop.server.ts'

/** What a loader or an action is called with. */
export interface Call {
  request: Request
  context: AppLoadContext
}

export interface Api {
  query<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>
  mutate<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<ForSite<Data>>
}

/** What only a program with a partner's key or an `Idempotency-Key` is told: the site has neither. */
type ForPrograms = { __typename: 'NotAllowed' | 'IdempotencyRefused' }
type ForSite<Data> = { [Field in keyof Data]: Exclude<Data[Field], ForPrograms> }

/**
 * The one door to the program: the contract that a partner calls, in process. The owner's session goes with every
 * call as a bearer token, because `/graphql` never reads cookies. A document goes as its id: through this door the API
 * takes none but those that the site was built with. Refusals are data; only a fault throws.
 */
export function openApi({ request, context }: Call): Api {
  const token = readCookie(request, sessionCookie)
  // The list of an owner's devices says « Téléphone Android, Chrome ».
  const userAgent = request.headers.get('user-agent')
  const client = new Client({
    url: `${context.origin}/graphql`,
    exchanges: context.persisted ? [sendIds, fetchExchange] : [fetchExchange],
    requestPolicy: 'network-only',
    preferGetMethod: false,
    fetch: (input, init) => context.api(new Request(input, init)),
    fetchOptions: {
      headers: {
        'accept-language': 'fr',
        ...(userAgent ? { 'user-agent': userAgent } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
    },
  })
  return {
    query: async (document, variables) => dataOf(await client.query(document, variables).toPromise()),
    mutate: async (document, variables) => forSite(dataOf(await client.mutation(document, variables).toPromise())),
  }
}

function dataOf<Data>({ data, error }: OperationResult<Data, AnyVariables>): Data {
  // A full pool or a database that restarts is answered by the API as « busy », outside any union.
  const full = error?.graphQLErrors.find(({ extensions }) => extensions.code === 'BUSY')
  if (full) throw busy(Number(full.extensions.retryAfterSeconds) || 10)
  if (error) throw error
  if (!data) throw new Error('the API answered without data')
  return data
}

function forSite<Data>(data: Data): ForSite<Data> {
  for (const answer of Object.values(data ?? {})) {
    if (isForPrograms(answer)) throw new Error(`the API answered the site with ${answer.__typename}`)
  }
  return data as ForSite<Data>
}

function isForPrograms(answer: unknown): answer is ForPrograms {
  if (typeof answer !== 'object' || answer === null || !('__typename' in answer)) return false
  return answer.__typename === 'NotAllowed' || answer.__typename === 'IdempotencyRefused'
}
