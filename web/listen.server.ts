import { type AnyVariables, stringifyDocument, type TypedDocumentNode } from '@urql/core'
import type { Call } from './api.server.ts'
import { documentId } from './document-id.server.ts'

/**
 * What a subscription tells, over the same contract and in process, until it ends or `signal` aborts. No session goes
 * with it: a handle alone is what it asks for. A fault throws.
 */
export async function* listen<Data, Variables extends AnyVariables>(
  { context }: Call,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): AsyncGenerator<Data> {
  const asked = context.persisted ? { documentId: documentId(document) } : { query: stringifyDocument(document) }
  const answer = await context.api(
    new Request(`${context.origin}/graphql`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', 'accept-language': 'fr' },
      body: JSON.stringify({ ...asked, variables }),
      signal,
    }),
  )
  if (!answer.ok || !answer.body) throw new Error(`the API answered ${answer.status} to a subscription`)
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const events = (text + read.value).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const data = /^data: (.+)$/m.exec(event)?.[1]
        if (data) yield dataOf<Data>(JSON.parse(data))
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function dataOf<Data>({ data, errors }: { data?: Data; errors?: readonly { message: string }[] }): Data {
  if (errors?.[0] || !data) throw new Error(errors?.[0]?.message ?? 'the API told nothing')
  return data
}
