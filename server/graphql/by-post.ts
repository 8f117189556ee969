import { type DocumentNode, GraphQLError, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/**
 * A subscription is begun by POST only: Yoga would take one by GET, as a browser's EventSource sends it, and the handle
 * would stand in the address, hence in logs and histories (security.md rule 11).
 */
export const listenByPost: Plugin = {
  onParse:
    () =>
    ({ result, context }) => {
      if (!isDocument(result) || context.request?.method !== 'GET') return
      if (getOperationAST(result, context.params?.operationName)?.operation !== 'subscription') return
      throw new GraphQLError('Send a subscription by POST.', {
        extensions: { code: 'BAD_REQUEST', http: { status: 405, headers: { Allow: 'POST' } } },
      })
    },
}

const isDocument = (result: unknown): result is DocumentNode =>
  typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'Document'
