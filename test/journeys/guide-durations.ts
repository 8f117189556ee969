import { isEnumType } from 'graphql'
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { defaultRules } from '../../server/domain/rules.ts'
import { schema } from '../../server/graphql/schema.ts'
import { minutesInWords } from '../../server/mail/messages/french.ts'
import { openAccounts } from '../support/open-accounts.ts'
import { expectRefused, posting } from '../support/refused.ts'
import { button, go, owner, pathOf, read } from '../support/visit.ts'
import { inFull } from './guide-page.ts'
import { ask, newEmail, password } from './open-steps.ts'
import { arrive, patient, site } from './stage.ts'

type Kind = keyof typeof defaultRules.codeLifespanMinutes

const printed = defaultRules.codeLifespanMinutes
// Neither number is another setting's, so that what follows one of those instead would be seen.
const altered = { MIGRATION: 34, RESET: 12, EMAIL_CHANGE: 37 }

/** Brings a new owner to the page of a code of this kind, sent to `email`; after it comes the page `next`. */
const ways: Record<Kind, { next: string; late: string; reach(page: Page, email: string): Promise<void> }> = {
  MIGRATION: {
    next: '/premiere-connexion/mot-de-passe',
    late: "Ce code n'est plus valable. Nous venons de vous en envoyer un nouveau.",
    async reach(page, email) {
      const [letter] = await site().people.owner()
      await owner.begin(page, letter)
      await owner.chooseEmail(page, email)
    },
  },
  RESET: {
    next: '/mot-de-passe-oublie/nouveau',
    late: "Ce code n'est plus valable. Demandez-en un nouveau.",
    async reach(page, email) {
      const [{ identifier }] = await openAccounts(site(), { email, password })
      await ask(page, identifier, email)
    },
  },
  EMAIL_CHANGE: {
    next: '/espace/parametres',
    late: "Ce code n'est plus valable. Nous venons de vous en envoyer un nouveau.",
    async reach(page, email) {
      const [{ identifier }] = await openAccounts(site(), { email: `avant.${email}`, password })
      await owner.signIn(page, identifier, password)
      await page.goto('/espace/parametres/email')
      await newEmail.fill(page, email)
      await newEmail.send(page)
    },
  },
}

/** The number that a page and a mail print, and their common end on the clock. */
async function printedOn(page: Page, email: string) {
  const mail = inFull(await site().mailTo(email))
  // The page may have been written in the minute before the mail left: both then count from the mail.
  await page.reload()
  const shown = await read(page)
  return {
    page: Number(/(\d+) minutes/.exec(/Ce code est valable.*/.exec(shown)?.[0] ?? '')?.[1]),
    // A page that is read before midnight names the day of an end after it.
    pageEnd: /valable.*jusqu'(?:à|au .+? à) (\d{1,2} h \d{2})/.exec(shown)?.[1],
    mail: /n’est valable que (.+?), jusqu’à/.exec(mail)?.[1],
    mailEnd: /n’est valable que .+?, jusqu’à (\d{1,2} h \d{2})/.exec(mail)?.[1],
  }
}

/** What the contract's printed description of this kind says. */
function describedMinutes(kind: Kind): number {
  const kinds = schema.getType('FlowKind')
  if (!isEnumType(kinds)) throw new Error('the contract has no enum FlowKind')
  return Number(/live (\d+) minutes/.exec(kinds.getValue(kind)?.description ?? '')?.[1])
}

const cases = (['MIGRATION', 'RESET', 'EMAIL_CHANGE'] as const).flatMap((kind) => [
  { kind, from: 'as the guide prints it', lifespans: printed },
  { kind, from: 'as an operator set it', lifespans: altered },
])

describe('a code’s duration comes from one setting', patient, () => {
  test.each(cases)('$kind, $from: page, mail, contract and judge agree', async ({ kind, lifespans }) => {
    const { deps, codeTo } = site()
    deps.settings.rules = { ...defaultRules, codeLifespanMinutes: lifespans }
    onTestFinished(() => {
      deps.settings.rules = defaultRules
    })
    const minutes = lifespans[kind]
    if (lifespans === printed) expect(describedMinutes(kind)).toBe(minutes)
    const { next, late, reach } = ways[kind]
    const name = `duree.${kind.toLowerCase().replace('_', '')}.${minutes}`
    const { page: inTime } = await arrive({ script: false })
    await reach(inTime, `${name}@orange.fr`)
    const said = await printedOn(inTime, `${name}@orange.fr`)
    expect(said).toMatchObject({ page: minutes, mail: minutesInWords(minutes) })
    expect(said.pageEnd).toMatch(/^\d/)
    expect(said.mailEnd).toBe(said.pageEnd)
    await wait(inTime, { minutes: minutes - 1 })
    await type(inTime, kind, await codeTo(`${name}@orange.fr`))
    expect(pathOf(inTime)).toBe(next)

    const { page } = await arrive({ script: false })
    await reach(page, `${name}.tard@orange.fr`)
    const code = await codeTo(`${name}.tard@orange.fr`)
    await wait(page, { minutes, seconds: 1 })
    const refused = await posting(page, () => type(page, kind, code))
    await expectRefused(page, refused, { field: 'code', words: late })
  })
})

/** Time goes by before the page of the code; half-way its owner looks at it again, or an idle session would end first. */
async function wait(page: Page, { minutes, seconds = 0 }: { minutes: number; seconds?: number }) {
  const half = Math.floor(minutes / 2)
  site().forward({ minutes: half })
  await page.reload()
  site().forward({ minutes: minutes - half, seconds })
}

async function type(page: Page, kind: Kind, code: string) {
  await page.getByLabel('Code à 8 chiffres').fill(code)
  await go(page, button(page, kind === 'EMAIL_CHANGE' ? 'Valider' : 'Suivant'))
}
