import { describe, expect, test } from 'vitest'
import { look } from '../support/look.ts'
import { go, link, owner, pathOf, read } from '../support/visit.ts'
import { arrive, patient, site } from './stage.ts'

const password = 'Pirogue-lampadaire-71'

describe('what stops a journey is said in words, with what to do next', patient, () => {
  test('too many sign-ins: until when, to the page and to the machine', async () => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    for (let miss = 0; miss < 5; miss++) await owner.signIn(page, letter.identifier, 'faux')
    await page.goto('/connexion')
    const answer = page.waitForResponse((one) => one.request().method() === 'POST')
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    const response = await answer
    expect(response.status()).toBe(429)
    const retryAt = new Date((await response.headerValue('retry-after')) ?? '')
    expect(retryAt.getTime()).toBeGreaterThan(site().deps.clock.now().getTime())
    expect(await page.title()).toBe("Trop d'essais – Cabinet des Tilleuls")
    expect(await read(page)).toMatch(/nous attendons jusqu'(?:à|au .+? à) \d{1,2} h \d\d/)
    expect(await read(page)).toContain('01 99 00 12 34')
    site().forward({ minutes: 2 })
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    expect(pathOf(page)).toBe('/premiere-connexion')
  })

  test('a page that does not exist, and one that has expired', async () => {
    const { page } = await arrive({ script: false })
    const missing = await page.goto('/rien')
    expect(missing?.status()).toBe(404)
    expect(await read(page)).toContain("Cette page n'existe pas")
    for (const step of ['', '/email', '/code', '/mot-de-passe']) {
      const lost = await page.goto(`/premiere-connexion${step}`)
      expect(lost?.status(), step).toBe(410)
      expect(await read(page)).toContain("Par sécurité, nous l'avons fermée. Reconnectez-vous pour continuer.")
    }
    await page.goto('/espace')
    expect(pathOf(page)).toBe('/connexion')
  })

  test('a session that slept too long', async () => {
    const { page, context } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    await owner.migrate(page, site(), letter, 'endormi@orange.fr', password)
    site().forward({ minutes: 31 })
    const lost = await page.goto('/espace')
    expect(lost?.status()).toBe(410)
    expect((await context.cookies()).map(({ name }) => name)).not.toContain('__Host-session')
    await go(page, link(page, 'Reprendre'))
    expect(pathOf(page)).toBe('/connexion')
  })

  test('a full house: 503 with a time, the same for a known and an unknown identifier, nothing lost', async () => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    const { hasher } = site().deps
    const places = []
    for (let place = hasher.admit(); place; place = hasher.admit()) places.push(place)
    try {
      for (const identifier of [letter.identifier, '999999']) {
        await page.goto('/connexion')
        const answer = page.waitForResponse((one) => one.request().method() === 'POST')
        await owner.signIn(page, identifier, letter.issuedPassword)
        const response = await answer
        expect(response.status()).toBe(503)
        expect(Number(await response.headerValue('retry-after'))).toBeGreaterThan(0)
        expect(await read(page)).toContain("Réessayez dans 1 minute. Rien n'est perdu.")
      }
    } finally {
      for (const place of places) place.release()
    }
    await go(page, link(page, 'Réessayer'))
    await owner.signIn(page, letter.identifier, letter.issuedPassword)
    expect(pathOf(page)).toBe('/premiere-connexion')
  })

  test('a fault of ours: a reference to read out, which the log holds, and nothing of the fault itself', async () => {
    const { page } = await arrive({ script: false })
    const [letter] = await site().people.owner()
    await owner.migrate(page, site(), letter, 'panne@orange.fr', password)
    const { db } = site().deps
    await db.$executeRawUnsafe('ALTER TABLE "Session" RENAME TO "SessionAway"')
    try {
      const broken = await page.goto('/espace')
      expect(broken?.status()).toBe(500)
    } finally {
      await db.$executeRawUnsafe('ALTER TABLE "SessionAway" RENAME TO "Session"')
    }
    const text = await read(page)
    expect(text).toContain("Vous n'y êtes pour rien. Réessayez dans 5 minutes.")
    expect(text).toContain('01 99 00 12 34')
    const reference = /Référence à donner au téléphone : ([A-Z2-9]{3}-[A-Z2-9]{3})/.exec(text)?.[1] ?? 'none'
    expect(site().logged.filter((line) => line.includes(reference)).length).toBeGreaterThan(0)
    expect(await page.content()).not.toMatch(/Prisma|SessionAway|relation|at \w+ \(/)
  })

  test('without even the letterhead the page still says what to do', async () => {
    const { page } = await arrive({ script: false })
    const { db } = site().deps
    await db.$executeRawUnsafe('ALTER TABLE "Agency" RENAME TO "AgencyAway"')
    try {
      const broken = await page.goto('/connexion')
      expect(broken?.status()).toBe(500)
      expect(await read(page)).toContain('Référence à donner au téléphone')
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Nous avons un problème technique')
    } finally {
      await db.$executeRawUnsafe('ALTER TABLE "AgencyAway" RENAME TO "Agency"')
    }
  })
})

describe('what the site leaves with a browser', patient, () => {
  test('cookies that no script, no other site and no plain line can use, and no cached page', async () => {
    const { page, context } = await arrive()
    const [letter] = await site().people.owner()
    await owner.begin(page, letter)
    const [migration] = await context.cookies()
    expect(migration).toMatchObject({
      name: '__Host-migration',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      path: '/',
    })
    const lifeHours = ((migration?.expires ?? 0) * 1000 - site().deps.clock.now().getTime()) / 3_600_000
    expect(lifeHours).toBeGreaterThan(23)
    await owner.chooseEmail(page, 'biscuit@orange.fr')
    await owner.typeCode(page, await site().codeTo('biscuit@orange.fr'))
    await owner.choosePassword(page, password)
    const after = await context.cookies()
    expect(new Set(after.map(({ name }) => name))).toEqual(new Set(['__Host-session', '__Host-device']))
    const session = after.find(({ name }) => name === '__Host-session')
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/', expires: -1 })
    const shown = await page.reload()
    expect(await shown?.headerValue('cache-control')).toBe('no-store')
    expect(await page.locator('script').count()).toBe(1)
  })

  test('only the agency of the host name before sign-in, in its own colour when that can be read', async () => {
    const { page } = await arrive()
    await site().people.owner()
    const { db } = site().deps
    const logo =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 48"><rect width="120" height="48" fill="#5A1846"/></svg>'
    const accent = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent'))
    await page.goto('/connexion')
    const house = await accent()
    try {
      await db.agency.updateMany({ data: { accent: '#5A1846', logo } })
      await page.goto('/connexion')
      expect((await accent()).toUpperCase()).toBe('#5A1846')
      expect(await page.locator('.agency img').evaluate((img: HTMLImageElement) => img.complete)).toBe(true)
      expect(await page.locator('.agency').textContent()).toBe('Cabinet des Tilleuls')
      await look(page, 'c1-agency')
      await db.agency.updateMany({ data: { accent: '#FFD84D', logo: null } })
      await page.goto('/connexion')
      expect(await accent()).toBe(house)
    } finally {
      await db.agency.updateMany({ data: { accent: null, logo: null } })
    }
  })
})
