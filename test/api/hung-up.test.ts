import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import { openFace } from '../support/http.ts'
import { world } from '../support/world.ts'

const body = JSON.stringify({
  query: 'mutation { signIn(input: { identifier: "A100", password: "faux" }) { __typename } }',
})

/** The HTTP face, and how to hang up on it once so much of a request was sent. */
async function face() {
  const w = await world()
  await w.people.owner({ identifiers: ['A100'] })
  const { origin } = await openFace(w.deps)
  const port = Number(new URL(origin).port)
  const head = `POST /graphql HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  const answered = () => w.canaries.lines.filter((line) => line.includes('"path":"/graphql"')).length
  return {
    w,
    answered,
    faults: () => w.canaries.lines.filter((line) => JSON.parse(line).level >= 40),
    async hangUp(sent: string, meanwhile: () => Promise<unknown> = async () => {}) {
      const before = answered()
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      await new Promise((written) => socket.write(head + sent, written))
      await meanwhile()
      socket.resetAndDestroy()
      return { ended: () => vi.waitFor(() => expect(answered()).toBe(before + 1), 10_000) }
    },
  }
}

test('whoever hangs up in the middle of a request is no fault in the log', async () => {
  const { hangUp, faults } = await face()
  for (const sent of ['', body.slice(0, 20), body.slice(0, -1)]) await (await hangUp(sent)).ended()
  expect(faults()).toEqual([])
})

test('whoever hangs up while it is carried out is none either, and it is carried out', async () => {
  const { w, hangUp, faults } = await face()
  let begun = () => {}
  const verifying = new Promise<void>((resolve) => (begun = resolve))
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const { admit } = w.hasher
  w.hasher.admit = (...asked) => {
    const place = admit(...asked)
    return (
      place && {
        ...place,
        async verify(stored, typed) {
          begun()
          await held
          return place.verify(stored, typed)
        },
      }
    )
  }
  const { ended } = await hangUp(body, () => verifying)
  release()
  await ended()
  const failed = () => w.deps.db.event.count({ where: { kind: 'SIGN_IN_FAILED' } })
  await vi.waitFor(async () => expect(await failed()).toBe(1), 10_000)
  expect(faults()).toEqual([])
})
