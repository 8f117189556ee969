import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { defaultRules } from '../../server/domain/rules.ts'
import type { MessageKind } from '../../server/generated/prisma/client.ts'
import { deriveCode } from '../../server/keys.ts'
import { isLinkToken, linkId } from '../../server/link.ts'
import { createCourier } from '../../server/mail/courier.ts'
import { enqueue } from '../../server/mail/outbox.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import { systemRandom } from '../../server/random.ts'
import { type Closing, eachInMailWorld, type MailWorld } from './mail-world.ts'
import { reply, startRelay } from './relay.ts'

let world: MailWorld
let closing: Closing
eachInMailWorld((opened) => {
  ;({ world, closing } = opened)
})

const later = (minutes: number) => new Date(world.clock.now().getTime() + minutes * 60_000)

async function relay(behaviour: Parameters<typeof startRelay>[0] = {}) {
  const server = await startRelay(behaviour)
  const courier = createCourier(world.deps, smtpTransport(server.url))
  closing.push(courier.stop, server.close)
  return { server, courier }
}

/** Everything of the next mails, as a mail program reads them. */
async function sent() {
  const { server, courier } = await relay()
  await courier.runOnce()
  return Promise.all(
    server.received.map(async ({ to, source }) => {
      const { subject = '', text = '', html = '' } = await PostalMime.parse(source)
      return { to: to[0], subject, text: text.replaceAll('\u00a0', ' '), html, source }
    }),
  )
}

/** A credential with its accounts, the first of them the world's own. */
async function credential(email: string, others: string[] = []) {
  const { db, owner, account, clock } = world
  const createdAt = clock.now()
  const { id: credentialId } = await db.credential.create({
    data: {
      ownerId: owner.id,
      passwordHash: 'x',
      passwordChangedAt: createdAt,
      email,
      emailVerifiedAt: createdAt,
      createdAt,
    },
  })
  await db.account.update({ where: { id: account.id }, data: { credentialId, state: 'ACTIVE' } })
  for (const identifier of others) {
    const residence = `Résidence ${identifier}`
    await db.account.create({
      data: {
        realm: 'live',
        ownerId: owner.id,
        identifier,
        identifierKey: identifier,
        residence,
        state: 'ACTIVE',
        credentialId,
        createdAt,
      },
    })
  }
  return credentialId
}

async function notice(
  kind: MessageKind,
  more: { email?: string; about?: string; freezeLinkId?: string; staffActionId?: string } = {},
) {
  const message = { realm: 'live', kind, email: 'marie@orange.fr', accountId: world.account.id, ...more }
  await enqueue(world.db, { ...message, at: world.clock.now(), giveUpAt: later(72 * 60) })
}

async function freezeLink(credentialId: string) {
  const now = world.clock.now()
  return world.db.freezeLink.create({
    data: { credentialId, keyId: 'k1', createdAt: now, expiresAt: later(10 * 24 * 60) },
  })
}

/** A code of a reset or of a change of e-mail, enqueued as its flow does it. */
async function codeMail(
  kind: 'RESET' | 'EMAIL_CHANGE',
  email: string | null,
  options: { muted?: boolean; unknown?: boolean } = {},
) {
  const { db, account, clock } = world
  const now = clock.now()
  const flow = await db.flow.create({
    data: {
      realm: 'live',
      kind,
      handleHash: systemRandom.bytes(32),
      accountId: options.unknown ? null : account.id,
      step: 'ENTER_CODE',
      email: 'typed@orange.fr',
      codeSet: 1,
      triesAllowed: 5,
      createdAt: now,
      expiresAt: later(60),
    },
  })
  const code = await db.code.create({
    data: {
      flowId: flow.id,
      codeSet: 1,
      generation: 1,
      email: 'typed@orange.fr',
      salt: systemRandom.bytes(16),
      keyId: 'k1',
      muted: options.muted ?? email === null,
      issuedAt: now,
    },
  })
  const minutes = kind === 'RESET' ? defaultRules.codeLifespanMinutes.RESET - 2 : defaultRules.codeLastAttemptMinutes
  await enqueue(db, {
    realm: 'live',
    kind: `${kind}_CODE`,
    email,
    accountId: flow.accountId,
    codeId: code.id,
    at: now,
    giveUpAt: later(minutes),
  })
  return { code, message: await db.message.findUniqueOrThrow({ where: { codeId: code.id } }) }
}

describe('a code of a reset', () => {
  test('prints its end from its request, however late it leaves; a change of e-mail from its attempt', async () => {
    const { code } = await codeMail('RESET', 'marie@orange.fr')
    await codeMail('EMAIL_CHANGE', 'new@free.fr')
    world.clock.forward(7 * 60)
    const mails = await sent()
    const reset = mails.find(({ to }) => to === 'marie@orange.fr')
    expect(reset?.text).toContain('dix minutes, jusqu’à 14 h 15.')
    expect(reset?.text).toContain('(identifiant ••••45)')
    expect(reset?.text).toContain(`\n${deriveCode(world.keys, code)}\n`)
    expect(mails.find(({ to }) => to === 'new@free.fr')?.text).toContain('trente minutes, jusqu’à 14 h 42.')
  })

  test('the setting that judges is the one that prints', async () => {
    await codeMail('RESET', 'marie@orange.fr')
    world.deps.settings.rules = {
      ...defaultRules,
      codeLifespanMinutes: { ...defaultRules.codeLifespanMinutes, RESET: 15 },
    }
    const [mail] = await sent()
    expect(mail?.text).toContain('quinze minutes, jusqu’à 14 h 20.')
  })

  test.each([
    ['a relay that is away', null, [10, 30, 60, 60, 60, 60, 60, 60, 60]],
    ['greylisting', '4.7.1 greylisted', [60, 60, 120, 120]],
  ] as const)(
    'is tried again through %s for as long as it can be typed in time, then no more',
    async (_name, words, planned) => {
      const { server, courier } = await relay({ atRecipient: () => (words ? reply(451, words) : null) })
      if (!words) await server.close()
      const { message } = await codeMail('RESET', 'marie@orange.fr')
      const start = world.clock.now().getTime()
      const found: number[] = []
      while (found.length < 30) {
        await courier.runOnce()
        const { state, nextAttemptAt } = await world.messageOf(message.id)
        if (state !== 'QUEUED') break
        const seconds = (nextAttemptAt.getTime() - world.clock.now().getTime()) / 1000
        found.push(seconds)
        world.clock.forward(seconds)
      }
      expect(found).toEqual(planned)
      expect(world.clock.now().getTime() - start).toBeLessThan(8 * 60_000)
      expect(await world.messageOf(message.id)).toMatchObject({ state: 'ABANDONED' })
    },
  )

  test.each([
    ['a pair that opens nothing', true],
    ['a right pair whose limit acts silently', false],
  ])(
    'for nobody (%s) it is dropped: settled, nothing attempted, nothing that looks like a fault',
    async (_name, unknown) => {
      const { message } = await codeMail('RESET', null, { unknown })
      const { server, courier } = await relay()
      expect(await courier.runOnce()).toBe(1)
      expect(server.asked()).toBe(0)
      expect(await world.messageOf(message.id)).toMatchObject({
        state: 'ABANDONED',
        settledAt: world.clock.now(),
        leasedUntil: null,
        lastReply: 'NO RECIPIENT',
        code: { attemptedAt: null, acceptedAt: null },
      })
      expect(world.log.filter((line) => 'level' in line && Number(line.level) > 30)).toEqual([])
      expect(await courier.runOnce()).toBe(0)
    },
  )

  test('muted, it is mailed to nobody even where an address stands beside it', async () => {
    const { message } = await codeMail('RESET', 'marie@orange.fr', { muted: true })
    const { server, courier } = await relay()
    await courier.runOnce()
    expect(server.asked()).toBe(0)
    expect(await world.messageOf(message.id)).toMatchObject({ state: 'ABANDONED', lastReply: 'DEAD CODE' })
  })
})

describe('a notice', () => {
  test('of a change of e-mail shows the new address masked, and the full one nowhere', async () => {
    await credential('marie.nouvelle@free.fr', ['777001'])
    await notice('EMAIL_CHANGED', { email: 'marie@orange.fr', about: 'm•••@free.fr' })
    const [mail] = await sent()
    expect(mail).toMatchObject({ to: 'marie@orange.fr', subject: 'Votre adresse e-mail a été changée' })
    expect(mail?.text).toContain('(m•••@free.fr)')
    expect(mail?.text).toContain('012345 – Résidence Les Tilleuls\n777001 – Résidence 777001\n')
    expect(`${mail?.text}${mail?.html}${mail?.source}`).not.toContain('marie.nouvelle')
  })

  test.each(['ACCOUNT_OPENED', 'PASSWORD_CHANGED', 'EMAIL_CHANGED'] as const)(
    '%s carries the link of its own row, on the cabinet’s own site, worth nothing for another purpose',
    async (kind) => {
      await world.db.agency.updateMany({ data: { hostNames: ['espace.cabinet-morel.fr'] } })
      const link = await freezeLink(await credential('marie@orange.fr'))
      await notice(kind, { freezeLinkId: link.id })
      const [mail] = await sent()
      const [, token = ''] =
        /<https:\/\/espace\.cabinet-morel\.fr\/ce-n-est-pas-moi\/([\w-]+)>/.exec(mail?.text ?? '') ?? []
      expect(linkId(token)).toBe(link.id)
      expect(isLinkToken(world.keys, 'freeze link', link, token)).toBe(true)
      expect(isLinkToken(world.keys, 'staff action', link, token)).toBe(false)
      expect(mail?.html).toContain(`/ce-n-est-pas-moi/${token}"`)
      expect(JSON.stringify(world.log)).not.toContain(token)
    },
  )

  test('late, it still prints the instant of the deed', async () => {
    await credential('marie@orange.fr')
    await notice('PASSWORD_CHANGED')
    world.clock.forward(26 * 3600)
    const [mail] = await sent()
    expect(mail?.text).toContain('a été changé le 22 novembre à 14 h 05.')
  })

  test('of an account that was split off lists this one alone', async () => {
    await credential('marie@orange.fr', ['777001'])
    const { db, owner, account, clock } = world
    const now = clock.now()
    const own = await db.credential.create({
      data: {
        ownerId: owner.id,
        passwordHash: 'y',
        passwordChangedAt: now,
        email: 'marie@orange.fr',
        emailVerifiedAt: now,
        createdAt: now,
      },
    })
    await db.account.update({ where: { id: account.id }, data: { credentialId: own.id } })
    await notice('PASSWORD_CHANGED')
    const [mail] = await sent()
    expect(mail?.text).toContain('Il sert pour :\n012345 – Résidence Les Tilleuls\n\n')
  })

  test('to the service lists what was frozen and no other, with no owner’s name or address', async () => {
    await credential('marie@orange.fr', ['777001', '777002'])
    await world.db.account.updateMany({ where: { identifier: { not: '777002' } }, data: { state: 'FROZEN' } })
    await notice('ACCOUNT_FROZEN', { email: 'bonjour@cabinet-morel.fr' })
    const [mail] = await sent()
    expect(mail).toMatchObject({ to: 'bonjour@cabinet-morel.fr', subject: '2 comptes bloqués par leur propriétaire' })
    expect(mail?.text).toContain('012345 – Résidence Les Tilleuls\n777001 – Résidence 777001\n\n')
    expect(mail?.source).not.toMatch(/Durand|marie/i)
  })

  test('of every kind weighs less than 20 kB as it travels, an owner of eight accounts included', async () => {
    const id = await credential('marie@orange.fr', [
      '777001',
      '777002',
      '777003',
      '777004',
      '777005',
      '777006',
      '777007',
    ])
    const link = await freezeLink(id)
    const action = await staffAction('DETACH_EMAIL', { effectiveAt: later(72 * 60) })
    for (const kind of ['ACCOUNT_OPENED', 'PASSWORD_CHANGED', 'EMAIL_CHANGED'] as const) {
      await notice(kind, { freezeLinkId: link.id, about: 'm•••@free.fr' })
    }
    await notice('ACCOUNT_FROZEN')
    await notice('STAFF_ACTION', { staffActionId: action.id })
    await codeMail('RESET', 'marie@orange.fr')
    await codeMail('EMAIL_CHANGE', 'marie@orange.fr')
    const mails = await sent()
    expect(mails).toHaveLength(7)
    for (const { source, subject } of mails)
      expect([subject, Buffer.byteLength(source) < 20_000]).toEqual([subject, true])
  })
})

async function staffAction(kind: string, more: { effectiveAt?: Date; doneAt?: Date; cancelledAt?: Date } = {}) {
  const now = world.clock.now()
  return world.db.staffAction.create({
    data: {
      realm: 'live',
      kind,
      accountId: world.account.id,
      by: 'canari-clerk',
      reason: 'canari-reason',
      keyId: 'k1',
      requestedAt: now,
      effectiveAt: now,
      ...more,
    },
  })
}

describe('a notice of what the service did', () => {
  test('due but not done, it does not claim to be, and can still be cancelled', async () => {
    const action = await staffAction('REISSUE', { effectiveAt: later(-10) })
    await notice('STAFF_ACTION', { staffActionId: action.id })
    const [mail] = await sent()
    expect(mail?.text).toContain('a prévu de préparer')
    expect(mail?.text).toContain('/annuler/')
  })

  test('while it waits, carries the link that cancels it, and neither who asked nor why', async () => {
    const action = await staffAction('REISSUE', { effectiveAt: later(72 * 60) })
    await notice('STAFF_ACTION', { staffActionId: action.id })
    const [mail] = await sent()
    const [, token = ''] = /<https:\/\/www\.coprodirecte\.fr\/annuler\/([\w-]+)>/.exec(mail?.text ?? '') ?? []
    expect(linkId(token)).toBe(action.id)
    expect(isLinkToken(world.keys, 'staff action', action, token)).toBe(true)
    expect(isLinkToken(world.keys, 'freeze link', action, token)).toBe(false)
    expect(mail?.text).toContain('Ce ne sera pas fait avant le 25 novembre à 14 h 05.')
    expect(`${mail?.source}${mail?.text}${mail?.html}`).not.toContain('canari')
  })

  test.each([
    ['done at once', { doneAt: 0 }, 'Le 22 novembre à 14 h 05, notre service a préparé'],
    ['done in its time', { effectiveAt: -60, doneAt: -30 }, 'Le 22 novembre à 13 h 35, notre service a préparé'],
    ['cancelled', { effectiveAt: 600, cancelledAt: -5 }, 'annulée le 22 novembre à 14 h 00. Rien n’a changé.'],
  ] as const)('%s, it offers nothing to cancel', async (_name, minutes, words) => {
    const instants = Object.fromEntries(Object.entries(minutes).map(([key, count]) => [key, later(count)]))
    const action = await staffAction('REISSUE', instants)
    await notice('STAFF_ACTION', { staffActionId: action.id })
    const [mail] = await sent()
    expect(mail?.text).toContain(words)
    expect(`${mail?.text}${mail?.html}`).not.toContain('/annuler/')
  })

  test('of a kind this version has no words for waits, and stalls no other', async () => {
    await notice('STAFF_ACTION', { staffActionId: (await staffAction('RESHAPE')).id })
    await credential('marie@orange.fr')
    await notice('PASSWORD_CHANGED', { email: 'paul@orange.fr' })
    expect((await sent()).map(({ to }) => to)).toEqual(['paul@orange.fr'])
    expect(await world.db.message.findFirst({ where: { kind: 'STAFF_ACTION' } })).toMatchObject({
      state: 'QUEUED',
      lastReply: 'not written',
    })
  })
})
