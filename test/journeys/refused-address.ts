import { describe, expect, test } from 'vitest'
import { noteReport } from '../../server/mail/reports/note-report.ts'
import { bounceAddress, sample } from '../mail/reports/samples.ts'
import { look } from '../support/look.ts'
import { openAccounts } from '../support/open-accounts.ts'
import { go, link, owner, pathOf, read } from '../support/visit.ts'
import { newEmail, password } from './open-steps.ts'
import { arrive, patient, site } from './stage.ts'

const banner = 'Votre adresse e-mail ne reçoit plus nos messages.'

/** A notice left for the owner's address through our relay; hours later its mail server's refusal comes back. */
async function bounced(accountId: string, email: string) {
  const { deps } = site()
  const at = new Date(deps.clock.now().getTime() - 3_600_000)
  const message = await deps.db.message.create({
    data: {
      ...{ realm: 'live', kind: 'PASSWORD_CHANGED', accountId, email, domain: 'orange.fr', attempts: 1 },
      ...{ createdAt: at, nextAttemptAt: at, giveUpAt: at, settledAt: at, state: 'SENT', lastReply: '250' },
    },
  })
  const source = sample('postfix-unknown', bounceAddress(message.id))
  expect(await noteReport(deps, { source, envelope: null })).toBe('NOTED')
}

describe('an owner whose mailbox is gone is told so', patient, () => {
  test.each([
    { script: true, words: 'with JavaScript' },
    { script: false, words: 'without JavaScript' },
  ])('$words: at the next sign-in, beside the address, until it is another one', async ({ script }) => {
    const [email, next] = [`perdue.${script}@orange.fr`, `trouvee.${script}@free.fr`]
    const { page } = await arrive({ script })
    const [letter] = await openAccounts(site(), { email, password })
    await owner.signIn(page, letter.identifier, password)
    expect(await read(page)).not.toContain(banner)
    await bounced(letter.accountId, email)
    await page.goto('/espace')
    expect(await read(page)).toContain(banner)
    if (script) await look(page, 'e1-refused-address')
    await go(page, link(page, 'La vérifier'))
    expect(pathOf(page)).toBe('/espace/parametres')
    const told = await read(page)
    expect(told).toMatch(/Cette adresse ne reçoit plus nos messages depuis aujourd'hui à \d{1,2} h \d\d\./)
    expect(told).toContain('Votre messagerie ne connaît pas cette adresse.')
    if (script) await look(page, 'e2-refused-address')
    await go(page, link(page, 'Modifier mon adresse e-mail'))
    await newEmail.fill(page, next)
    await newEmail.send(page)
    await newEmail.typeCode(page, await site().codeTo(next))
    expect(await read(page)).not.toContain('ne reçoit plus nos messages')
    await page.goto('/espace')
    expect(await read(page)).not.toContain(banner)
  })
})
