import { expect, test } from 'vitest'
import { type Act, recentActivities } from '../../server/domain/activity.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 13, minute))
const act = (kind: Act['kind'], minute: number, accountId = 'a', partner: string | null = null): Act => ({
  ...{ kind, at: at(minute), accountId, partner },
})

test('a hundred wrong passwords are one line, and do not hide what came before them', () => {
  const storm = Array.from({ length: 100 }, (_, i) => act('SIGN_IN_FAILED', 59 - (i % 59)))
  expect(recentActivities([...storm, act('EMAIL_CHANGED', 0)], 2)).toEqual([
    { kind: 'SIGN_IN_FAILED', at: at(59), accountId: 'a', partner: null, times: 100 },
    { kind: 'EMAIL_CHANGED', at: at(0), accountId: 'a', partner: null, times: 1 },
  ])
})

test('the same act on another account, or after another act, is a line of its own; no more than asked for', () => {
  const acts = [act('SIGNED_IN', 4), act('SIGNED_IN', 3, 'b'), act('PASSWORD_CHANGED', 2), act('SIGNED_IN', 1)]
  expect(recentActivities(acts, 9).map(({ kind, accountId }) => `${kind} ${accountId}`)).toEqual([
    'SIGNED_IN a',
    'SIGNED_IN b',
    'PASSWORD_CHANGED a',
    'SIGNED_IN a',
  ])
  expect(recentActivities(acts, 2)).toHaveLength(2)
  expect(recentActivities([], 10)).toEqual([])
})

test('the same act through another portal is a line of its own, which names it', () => {
  const acts = [
    act('SIGNED_IN', 3, 'a', 'Portail Lumen'),
    act('SIGNED_IN', 2),
    act('SIGNED_IN', 1, 'a', 'Portail Lumen'),
  ]
  expect(recentActivities(acts, 9).map(({ partner }) => partner)).toEqual(['Portail Lumen', null, 'Portail Lumen'])
})
