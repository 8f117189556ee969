import { expect, test } from 'vitest'
import { FlowUpdated } from '../../client/flow-updated.ts'
import { MeQuery } from '../../client/me.ts'
import { SignOut } from '../../client/sign-out.ts'
import { siteDocuments } from '../../server/generated/site-documents.ts'
import { openApi } from '../../web/api.server.ts'
import { listen } from '../../web/listen.server.ts'

/** What a page's three ways of asking put on the wire. */
async function sent(persisted: boolean): Promise<Record<string, unknown>[]> {
  const bodies: Record<string, unknown>[] = []
  const context = {
    origin: 'http://localhost',
    persisted,
    async api(request: Request) {
      bodies.push(await request.json())
      if (request.headers.get('accept') === 'text/event-stream') return new Response('')
      return Response.json({ data: { me: null, signOut: { __typename: 'SignedOut' } } })
    },
  }
  const call = { request: new Request('http://localhost/'), context: context as never }
  await openApi(call).query(MeQuery, {})
  await openApi(call).mutate(SignOut, {})
  for await (const _ of listen(call, FlowUpdated, { flow: 'fh_1' }, new AbortController().signal)) break
  return bodies
}

test('a built page sends a document’s id, which the server knows, and never a text', async () => {
  const bodies = await sent(true)
  expect(bodies).toHaveLength(3)
  for (const body of bodies) {
    expect(body.query).toBeUndefined()
    expect(siteDocuments).toHaveProperty([String(body.documentId)])
  }
  expect(siteDocuments[String(bodies[2]?.documentId)]).toContain('subscription FlowUpdated')
})

test('while one works on the pages the text is sent, which may have changed since', async () => {
  for (const body of await sent(false)) {
    expect(body).toMatchObject({ query: expect.stringMatching(/^\s*(query|mutation|subscription) /) })
    expect(body.documentId).toBeUndefined()
  }
})
