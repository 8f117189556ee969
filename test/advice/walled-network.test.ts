import { expect, test } from 'vitest'
import { createMailDomains } from '../../server/mail-domains.ts'
import { doubtWalledNetwork } from '../../server/walled-network.ts'
import { nameServer, type Zone } from '../support/name-server.ts'

async function doubting(zones: Record<string, Zone>) {
  const { address } = await nameServer(zones)
  return doubtWalledNetwork(createMailDomains([address], { now: () => new Date('2026-11-22T13:05:00Z') }))
}

test('a name server that has never heard of the great providers says nothing about any domain', async () => {
  const domains = await doubting({ 'intranet.fr': { mx: [[10, 'mx.intranet.fr']] }, 'no-mail.fr': { mx: [[0, '.']] } })
  for (const domain of ['orange.fr', 'oragne.fr', 'no-mail.fr']) {
    expect(await domains.look(domain, 'owner')).toEqual({ found: 'UNSURE' })
  }
  expect(await domains.look('intranet.fr', 'owner')).toMatchObject({ found: 'HOSTS' })
})

test('one that knows a single one of them is believed', async () => {
  const domains = await doubting({ 'laposte.net': { mx: [[10, 'smtpz4.laposte.net']] } })
  expect(await domains.look('oragne.fr', 'owner')).toEqual({ found: 'NONE' })
  expect(await domains.look('laposte.net', 'owner')).toMatchObject({ found: 'HOSTS' })
})
