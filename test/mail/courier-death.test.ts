import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import PostalMime from 'postal-mime'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deriveCode } from '../../server/keys.ts'
import { createCourier } from '../../server/mail/courier.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import { type MailWorld, mailWorld } from './mail-world.ts'
import { type Received, startRelay } from './relay.ts'

const script = fileURLToPath(new URL('./courier-process.ts', import.meta.url))

let world: MailWorld
beforeEach(async () => {
  world = await mailWorld()
})
afterEach(() => world.close())

/** Runs a courier in a process that is killed when the relay reaches `moment`, then another one after the lease. */
async function killedAt(moment: 'atRecipient' | 'atEnd') {
  const mail = await world.codeMail('marie@orange.fr')
  let child: ChildProcess | undefined
  let killed: Promise<unknown> | undefined
  const relay = await startRelay({
    async [moment]() {
      if (killed) return null
      killed = child ? once(child, 'exit') : undefined
      child?.kill('SIGKILL')
      await killed
      return null
    },
  })
  child = spawn(process.execPath, [script, world.databaseUrl, relay.url, world.clock.now().toISOString()], {
    stdio: 'inherit',
  })
  const [code, signal] = await once(child, 'exit')
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' })
  const left = await world.messageOf(mail.message.id)
  const courier = createCourier(world.deps, smtpTransport(relay.url))
  const tooEarly = await courier.runOnce()
  world.clock.forward(15)
  const later = await courier.runOnce()
  await courier.stop()
  await relay.close()
  return { mail, left, tooEarly, later, received: relay.received, settled: await world.messageOf(mail.message.id) }
}

const readAll = (received: Received[]) => Promise.all(received.map(({ source }) => PostalMime.parse(source)))

describe('a courier killed with SIGKILL', () => {
  test('between the server’s 250 and its note of it: one duplicate, with the same code and Message-ID', async () => {
    const { mail, left, tooEarly, later, received, settled } = await killedAt('atEnd')
    expect(left).toMatchObject({ state: 'QUEUED', attempts: 1, email: 'marie@orange.fr', code: { acceptedAt: null } })
    expect([tooEarly, later]).toEqual([0, 1])
    expect(settled).toMatchObject({ state: 'SENT', attempts: 2 })
    const copies = await readAll(received)
    expect(copies.length).toBe(2)
    expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1)
    for (const { text } of copies) expect(text).toContain(deriveCode(world.keys, mail.code))
  })

  test('before the server took it: nothing is lost, nothing is sent twice', async () => {
    const { tooEarly, later, received, settled } = await killedAt('atRecipient')
    expect([tooEarly, later]).toEqual([0, 1])
    expect(received.length).toBe(1)
    expect(settled).toMatchObject({ state: 'SENT', attempts: 2 })
  })
})
