import { expect, test } from 'vitest'
import { loggedPath } from '../../server/http/logged-path.ts'
import { openSite } from '../support/site.ts'

const secret = 'Q2FuYXJ5LXNlY3JldC1vZi1hLWxpbms'

test.each([
  [`/ce-n-est-pas-moi/${secret}`, '/ce-n-est-pas-moi/…'],
  [`/annuler/${secret}`, '/annuler/…'],
  [`/annuler/${secret}.data`, '/annuler/…'],
  [`//ANNULER//${secret}/x`, '/annuler/…'],
  [`/%61nnuler/${secret}`, '/annuler/…'],
  ['/premiere-connexion/code', '/premiere-connexion/code'],
  ['/annuler', '/annuler'],
])('%s is logged as %s', (path, logged) => {
  expect(loggedPath(path)).toBe(logged)
})

test('a page of a link that breaks leaves its reference in the log, and never the secret', async () => {
  const site = await openSite()
  try {
    await site.people.owner()
    site.deps.log.level = 'trace'
    await site.deps.db.$executeRawUnsafe('ALTER TABLE "Agency" RENAME TO "AgencyAway"')
    for (const page of ['ce-n-est-pas-moi', 'annuler']) {
      const answer = await fetch(`${site.origin}/${page}/${secret}`)
      expect(answer.status).toBe(500)
    }
    expect(site.logged.join('')).toContain('/ce-n-est-pas-moi/…')
    expect(site.logged.join('')).toContain('/annuler/…')
    expect(site.logged.join('')).not.toContain(secret)
  } finally {
    await site.close()
  }
}, 120_000)
