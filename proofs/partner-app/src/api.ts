import { type AnyVariables, Client, fetchExchange, type TypedDocumentNode } from 'urql'

export const clientOf = (url: string): Client => new Client({ url, exchanges: [fetchExchange], preferGetMethod: false })

/**
 * Sends a mutation with the portal's key. `repeat`: the same again for the same wish, so that a lost answer is heard and
 * nothing happens twice.
 */
export async function send<Data, Variables extends AnyVariables>(
  client: Client,
  { key, repeat }: { key: string; repeat: string },
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const headers = { 'connexion-key': key, 'idempotency-key': repeat }
  const { data, error } = await client.mutation(document, variables, { fetchOptions: { headers } })
  if (!data) throw error ?? new Error('no answer')
  return data
}
