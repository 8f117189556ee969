// What became of the code's mail, as the waiting owner reads it: a real courier speaks to a mail server that does as it
// is told, through a relay and directly, and real DNS says where.
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeliveryReason } from '../../server/domain/delivery.ts'
import { createMailDomains } from '../../server/mail-domains.ts'
import { openBrowser } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { startNameServer, type Zone } from '../support/name-server.ts'
import { openAccounts } from '../support/open-accounts.ts'
import {
  type Act,
  type Script,
  type ScriptedSmtp,
  answers as says,
  startScriptedSmtp,
} from '../support/scripted-smtp.ts'
import { openSite } from '../support/site.ts'
import { go, link, owner, pathOf, read } from '../support/visit.ts'
import { ask, newEmail, password } from './open-steps.ts'
import { arrive, patient, site, stage } from './stage.ts'

/** The guide's owner waits no longer than this for the word of a server that has answered. */
const soonMs = 5_000
/** By what stands before the + of an address; any other is taken. */
const replies: Record<string, Act> = {
  attend: says.greylisted,
  'presque.pleine': says.fullForNow,
  inconnue: says.unknown,
  pleine: says.full,
  filtre: says.filtered,
}
/** Every server takes its time, so that a page can be watched before and after. */
const answersAfterMs = 800
const answeredAt = new Map<string, number>()
const byRecipient: Script = async (moment, to) => {
  if (moment !== 'RCPT') return null
  await pause(answersAfterMs)
  answeredAt.set(to, performance.now())
  return replies[to.split(/[+@]/)[0] ?? ''] ?? null
}
const atTheDoor =
  (act: Act): Script =>
  async (moment) => {
    if (moment !== 'GREETING') return null
    await pause(answersAfterMs)
    return act
  }
const greetsLate: Script = async (moment, to) => {
  if (moment === 'GREETING') await pause(1_500)
  return byRecipient(moment, to)
}
const mx = (address: string): Zone => ({ mx: [[10, address]] })
const zones: Record<string, Zone> = {
  'relais.example': mx('mx.direct.example'),
  'direct.example': mx('mx.direct.example'),
  'mx.direct.example': { a: ['127.0.0.1'] },
  'muette.example': mx('mx.muette.example'),
  'mx.muette.example': { a: ['127.0.0.2'] },
  'coupe.example': mx('mx.coupe.example'),
  'mx.coupe.example': { a: ['127.0.0.3'] },
  'lente.example': mx('mx.lente.example'),
  'mx.lente.example': { a: ['127.0.0.4'] },
}

/** Each answer of the list, and what is to be read. */
const answers: { what: string; address: string; words: RegExp; kept?: boolean }[] = [
  {
    what: '250 of our relay',
    address: 'bonne@relais.example',
    words: /Parti de chez nous à \d{1,2} h \d\d\./,
    kept: true,
  },
  {
    what: '250 of their own server',
    address: 'bonne@direct.example',
    words: /Accepté par direct\.example à \d{1,2} h \d\d\./,
    kept: true,
  },
  {
    what: '450 4.7.1',
    address: 'attend@direct.example',
    words: /Votre messagerie nous fait attendre\. Le message peut prendre 15 minutes\./,
  },
  { what: '452 4.2.2', address: 'presque.pleine@relais.example', words: /Votre boîte semble pleine\./ },
  {
    what: '550 5.1.1',
    address: 'inconnue@direct.example',
    words: /Votre messagerie ne connaît pas cette adresse\. Vérifiez-la\./,
  },
  {
    what: '552 5.2.2',
    address: 'pleine@relais.example',
    words: /Votre boîte e-mail est pleine\. Faites de la place ou choisissez une autre adresse\./,
  },
  {
    what: '554 5.7.1',
    address: 'filtre@direct.example',
    words: /Votre messagerie a refusé notre message\. Choisissez une autre adresse ou appelez-nous\./,
  },
  {
    what: 'silence',
    address: 'bonne@muette.example',
    words: /Nous n'avons pas encore pu remettre le message\. Nouvel essai à \d{1,2} h \d\d\./,
  },
  {
    what: 'a dropped line',
    address: 'bonne@coupe.example',
    words: /Nous n'avons pas encore pu remettre le message\. Nouvel essai à \d{1,2} h \d\d\./,
  },
  { what: 'a slow banner', address: 'bonne@lente.example', words: /Accepté par lente\.example à/, kept: true },
]

let servers: ScriptedSmtp[] = []
let names: Awaited<ReturnType<typeof startNameServer>>
let owners = 0

beforeAll(async () => {
  names = await startNameServer(zones)
  const everyday = await startScriptedSmtp(byRecipient)
  const { port } = everyday
  servers = [
    everyday,
    await startScriptedSmtp(atTheDoor('SILENCE'), { host: '127.0.0.2', port }),
    await startScriptedSmtp(atTheDoor('DROP'), { host: '127.0.0.3', port }),
    await startScriptedSmtp(greetsLate, { host: '127.0.0.4', port }),
  ]
  stage.site = await openSite({
    mail: {
      relayUrl: everyday.url,
      directDomains: ['direct.example', 'muette.example', 'coupe.example', 'lente.example'],
      dnsServers: [names.address],
    },
    mailDomains: createMailDomains([names.address], { now: () => new Date(Date.now()) }),
    internet: { port, mayReach: () => true, limits: { connectMs: 2_000, silenceMs: 2_000 } },
  })
  stage.browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await stage.browser?.close()
  await stage.site?.close()
  for (const server of servers) await server.close()
  await names.close()
})

/** No two owners share an address here: its limit of sends would be theirs together. */
const ofTheirOwn = (address: string) => address.replace('@', `+${++owners}@`)

/** A new owner on the page of the code of a first connection, or of a change of e-mail. */
const reach = {
  async migration(page: Page, email: string) {
    const [letter] = await site().people.owner()
    await owner.begin(page, letter)
    await owner.chooseEmail(page, email)
    expect(pathOf(page)).toBe('/premiere-connexion/code')
  },
  async 'change of e-mail'(page: Page, email: string) {
    const [{ identifier }] = await openAccounts(site(), { email: ofTheirOwn('avant@relais.example'), password })
    await owner.signIn(page, identifier, password)
    await page.goto('/espace/parametres/email')
    await newEmail.fill(page, email)
    await newEmail.send(page)
    expect(pathOf(page)).toBe('/espace/parametres/email/code')
  },
}
type Journey = keyof typeof reach

/** Waits until the mail server has answered for this address, or the courier has given up on its silence. */
async function answered(email: string): Promise<number> {
  for (let waits = 0; waits < 200; waits++) {
    const at = answeredAt.get(email)
    if (at) return at
    const ended = await site().deps.db.delivery.findFirst({ where: { message: { email } } })
    if (ended) return performance.now()
    await pause(50)
  }
  throw new Error(`nobody answered for ${email}`)
}

const journeys: Journey[] = ['migration', 'change of e-mail']
/** The page is one, and so are its words: each answer is seen once, one of each kind in every other way. */
const oneOfEachKind = answers.filter(({ address }) => /^(bonne@(direct|coupe)|attend@|pleine@)/.test(address))

describe('what a mail server answered is read on the open page within five seconds', patient, () => {
  describe.each(journeys)('%s', (journey) => {
    test.each(journey === 'migration' ? answers : oneOfEachKind)('$what', async ({ address, words, kept = false }) => {
      const { page } = await arrive()
      const email = ofTheirOwn(address)
      await reach[journey](page, email)
      await page.getByLabel('Code à 8 chiffres').fill('1234')
      const at = await answered(email)
      const verdict = page.locator('main [data-state]')
      const told = async () => (await verdict.innerText()).replace(/\s+/g, ' ')
      await expect.poll(told, { timeout: soonMs, interval: 50 }).toMatch(words)
      expect(performance.now() - at).toBeLessThan(soonMs)
      expect(await verdict.getAttribute('role')).toBe('status')
      expect(await verdict.locator('.warning').count()).toBe(kept ? 0 : 1)
      expect(await told()).toContain(email)
      expect(await link(page, "Modifier l'adresse").count()).toBe(1)
      // No reload: what was typed stays.
      expect(await page.getByLabel('Code à 8 chiffres').inputValue()).toBe('1234')
    })
  })
})

describe('without JavaScript a link brings the same words', patient, () => {
  describe.each(journeys)('%s', (journey) => {
    test.each(oneOfEachKind)('$what', async ({ address, words }) => {
      const { page } = await arrive({ script: false })
      const email = ofTheirOwn(address)
      await reach[journey](page, email)
      const path = pathOf(page)
      // A machine that is slow brings the page after the answer: it then says at once what the link would.
      const first = await read(page)
      if (!words.test(first)) expect(first).toContain(`Nous avons envoyé un code à 8 chiffres à ${email}.`)
      await answered(email)
      // Written down a moment after the answer: an owner is not quicker.
      await page.waitForTimeout(500)
      await go(page, link(page, 'Vérifier si le message est parti'))
      expect(pathOf(page)).toBe(path)
      expect(await read(page)).toMatch(words)
    })
  })
})

describe('and what is learnt later', patient, () => {
  async function report(email: string, reason: DeliveryReason) {
    const message = await site().deps.db.message.findFirstOrThrow({ where: { email } })
    const at = site().deps.clock.now()
    await site().deps.db.delivery.create({
      data: { messageId: message.id, at, status: 'REFUSED', reason, by: 'relais.example', reported: true },
    })
  }

  test.each([
    { script: true, words: 'a late bounce, with JavaScript' },
    { script: false, words: 'a late bounce, without' },
  ])('$words', async ({ script }) => {
    const { page } = await arrive({ script })
    const email = ofTheirOwn('bonne@relais.example')
    await reach.migration(page, email)
    await answered(email)
    if (script) await page.getByText('Parti de chez nous à').waitFor({ timeout: soonMs })
    else await page.waitForTimeout(500)
    await report(email, 'CLOSED')
    const words = 'Cette boîte e-mail est fermée. Choisissez une autre adresse.'
    if (script) await page.locator('.warning', { hasText: words }).waitFor({ timeout: soonMs })
    else {
      await go(page, link(page, 'Vérifier si le message est parti'))
      expect(await read(page)).toContain(words)
    }
    await go(page, link(page, "Modifier l'adresse"))
    expect(pathOf(page)).toBe('/premiere-connexion/email')
  })

  test('where no stream comes through, the page asks', async () => {
    const { page } = await arrive()
    await page.route('**/etat', (route, request) =>
      request.headers().accept?.includes('event-stream') ? route.fulfill({ status: 503 }) : route.continue(),
    )
    const email = ofTheirOwn('pleine@relais.example')
    await reach.migration(page, email)
    await page.getByText('Votre boîte e-mail est pleine.').waitFor({ timeout: 15_000 })
  }, 60_000)

  test('a page of a forgotten password never changes, whatever became of its mail', async () => {
    const { page } = await arrive()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const email = ofTheirOwn('inconnue@relais.example')
    const [{ identifier }] = await openAccounts(site(), { email, password })
    await ask(page, identifier, email)
    const before = await read(page)
    await answered(email)
    await page.waitForTimeout(3_000)
    expect(await read(page)).toBe(before)
    await page.reload()
    expect(await read(page)).toBe(before)
    expect(asked.filter((path) => path.endsWith('/etat'))).toEqual([])
    expect(await page.locator('[data-state]').count()).toBe(0)
  })
})

describe('each of these pages is readable, reachable and fits', patient, () => {
  test.each([
    ['sent', 'bonne@direct.example', 'Accepté par'],
    ['waits', 'attend@direct.example', 'nous fait attendre'],
    ['away', 'bonne@coupe.example', 'Nouvel essai à'],
    ['unknown', 'inconnue@direct.example', 'Vérifiez-la'],
    ['full', 'pleine@relais.example', 'est pleine'],
    ['filtered', 'filtre@direct.example', 'appelez-nous'],
  ])('%s', async (name, address, words) => {
    const { page } = await arrive()
    await reach.migration(page, ofTheirOwn(address))
    await page.locator('[data-state]', { hasText: words }).waitFor({ timeout: 10_000 })
    await look(page, `c4-verdict-${name}`)
  })

  test('held, given up, and the first moment', async () => {
    const { page } = await arrive()
    const email = ofTheirOwn('bonne@direct.example')
    await reach['change of e-mail'](page, email)
    await look(page, 'e3-verdict-leaving')
    await answered(email)
    const message = await site().deps.db.message.findFirstOrThrow({ where: { email } })
    const say = (status: 'HELD' | 'ABANDONED', filter: string | null) =>
      site().deps.db.delivery.create({
        data: { messageId: message.id, at: site().deps.clock.now(), status, filter, reported: true },
      })
    await page.getByText('Accepté par').waitFor({ timeout: soonMs })
    await say('HELD', 'MailInBlack')
    await page.getByText('MailInBlack').waitFor({ timeout: soonMs })
    await look(page, 'e3-verdict-held')
    await say('ABANDONED', null)
    await page.getByText("Nous n'avons pas pu envoyer").waitFor({ timeout: soonMs })
    await look(page, 'e3-verdict-abandoned')
  })
})
