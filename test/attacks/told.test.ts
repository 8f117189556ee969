import { expect, test } from 'vitest'
import { openFace } from '../support/http.ts'
import { migrate, steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const linesOf = (lines: readonly string[], words: string) =>
  lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === words)

test('whoever reaches for what is not theirs stands in the log, by network and mutation, with nothing that was typed', async () => {
  const w = await world()
  const step = steps(w)
  const [letter] = await w.people.owner()
  const [stranger] = await w.people.owner()
  const token = await migrate(w, letter, 'marie.durand@orange.example', 'Tilleul-42-lampe')
  const handle = `cf_${'A'.repeat(43)}`
  const before = w.canaries.lines.length
  await step.changePassword('cs_nobody', 'Tilleul-42-lampe', 'Bougie-17-rivage')
  await step.resend(handle)
  await step.freeze('l'.repeat(64))
  await step.splitPassword(token, stranger.accountId, 'Tilleul-42-lampe', 'Bougie-17-rivage')
  const told = linesOf(w.canaries.lines.slice(before), 'not allowed')
  expect(told.map(({ mutation, refusal }) => `${mutation} ${refusal}`)).toEqual([
    'changePassword NotSignedIn',
    'resendCode FlowClosed UNKNOWN',
    'freeze FlowClosed UNKNOWN',
    'splitPassword InputRefused UNKNOWN',
  ])
  expect(told.every(({ network, partner }) => network === '203.0.113.7' && partner === null)).toBe(true)
  expect(JSON.stringify(told)).not.toContain(stranger.accountId)
})

test('requests that no page of ours sends stand in the log, and a thousand of them do not fill it', async () => {
  const w = await world()
  const { origin } = await openFace(w.deps)
  const before = w.canaries.lines.length
  const asked = (): Promise<Response>[] => [
    fetch(`${origin}/connexion`, { method: 'POST', headers: { origin: 'https://evil.example' }, body: 'a=b' }),
    fetch(`${origin}/annuler/${'l'.repeat(64)}`, { method: 'DELETE', headers: { origin } }),
  ]
  await Promise.all(asked())
  const first = linesOf(w.canaries.lines.slice(before), 'request refused')
  expect(first.map(({ status, path }) => `${status} ${path}`).toSorted()).toEqual(['403 /connexion', '405 /annuler/…'])
  expect(first.every(({ network }) => network === '127.0.0.1')).toBe(true)
  for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 25 }, asked).flat())
  expect(linesOf(w.canaries.lines.slice(before), 'request refused')).toHaveLength(40)
  w.clock.forward({ minutes: 1 })
  await Promise.all(asked())
  expect(linesOf(w.canaries.lines.slice(before), 'requests refused, not told one by one')).toMatchObject([
    { passed: { 403: 481, 405: 481 } },
  ])
})
