import { reissueAccount } from '../../server/staff/reissue-account.ts'
import { ask, cancelLink, letterbox, password } from '../staff/support.ts'
import { newPartner } from '../support/partners.ts'
import type { Letter } from '../support/people.ts'
import { migrate, steps } from '../support/steps.ts'
import { type World, world } from '../support/world.ts'

/** Everything of one owner that somebody could reach for, begun with `key` (or without one). */
export interface Reach {
  letter: Letter
  email: string
  token: string
  /** A session besides the token's. */
  sessionId: string
  sharingAccountId: string
  /** Of a flow at each of its steps, of owners of their own. */
  chooses: string
  enters: string
  proved: string
  waiting: Letter
  freezeLink: string
  cancelLink: string
}

export interface Keys {
  partner: string
  foreignPartner: string
  testKey: string
  expiredKey: string
  noScope: string
}

const scopes = ['flows', 'read-accounts', 'read-events']

/** Two owners, one at home on the site and one on a partner's portal, and every kind of key. */
export async function openStage() {
  const w = await world()
  await w.people.owner()
  const { id: _id, ...tilleuls } = await w.deps.db.agency.findFirstOrThrow()
  await w.deps.db.agency.create({ data: { ...tilleuls, key: 'parc', name: 'Cabinet du Parc', isDefault: false } })
  const keys = await everyKey(w)
  const site = await reachOf(w, 'S', undefined)
  const portal = await reachOf(w, 'P', keys.partner)
  const [other] = await w.people.owner({ lastName: 'Autre', identifiers: ['O100', 'O200'] })
  const otherToken = await migrate(w, other, 'autre@free.example', password)
  return { w, keys, site, portal, otherToken }
}

async function everyKey(w: World): Promise<Keys> {
  const live = { kind: 'live', scopes }
  const { secret: partner } = await newPartner(w.deps, 'lumen', live)
  const { secret: foreignPartner } = await newPartner(w.deps, 'autre', { ...live, agencies: ['parc'] })
  const expired = await newPartner(w.deps, 'passe', { ...live, days: '1' })
  const { secret: testKey } = await newPartner(w.deps, 'essai', { kind: 'test', scopes })
  const reader = await newPartner(w.deps, 'lecteur', { ...live, scopes: ['read-events'] })
  const { id: partnerId } = await w.deps.db.partner.findUniqueOrThrow({ where: { key: 'lumen' } })
  // Of one partner all three: what differs is the key.
  const moved = { in: ['passe', 'essai', 'lecteur'] }
  await w.deps.db.key.updateMany({ where: { partner: { key: moved } }, data: { partnerId } })
  await w.deps.db.key.update({ where: { id: expired.key.id }, data: { expiresAt: w.clock.now() } })
  return { partner, foreignPartner, testKey, expiredKey: expired.secret, noScope: reader.secret }
}

async function reachOf(w: World, start: string, key: string | undefined): Promise<Reach> {
  const options = key === undefined ? {} : { key }
  const step = steps(w, options)
  const owner = async (identifiers: string[]) => w.people.owner({ lastName: `Canari${start}`, identifiers })
  const begun = async (identifier: string, email: string | null, prove: boolean) => {
    const [letter] = await owner([identifier])
    const { handle } = await step.start(letter)
    if (email) await step.chooseEmail(handle, email, true)
    if (email && prove) await step.verify(handle, await w.codeSentTo(email))
    return handle as string
  }
  const email = `canari.${start.toLowerCase()}@orange.example`
  const [letter, sharing = letter] = await owner([`${start}100`, `${start}200`])
  const token = await migrate(w, letter, email, password, options)
  await w.deliver()
  const opened = w.mails.findLast(({ to }) => to === email)?.text ?? ''
  const freezeLink = /\/ce-n-est-pas-moi\/([\w-]+)/.exec(opened)?.[1] ?? ''
  await reissueAccount(w.deps, ask(letter.identifier), letterbox())
  const link = await cancelLink(w, email)
  w.clock.forward({ seconds: 1 })
  await step.signIn(letter, password)
  const { id: sessionId } = await w.deps.db.session.findFirstOrThrow({
    where: { accountId: letter.accountId },
    orderBy: { createdAt: 'desc' },
  })
  const [waiting] = await owner([`${start}600`])
  return {
    ...{ letter, email, token, sessionId, freezeLink, waiting },
    sharingAccountId: sharing.accountId,
    chooses: await begun(`${start}300`, null, false),
    enters: await begun(`${start}400`, `entre.${email}`, false),
    proved: await begun(`${start}500`, `prouve.${email}`, true),
    cancelLink: link,
  }
}
