import { expect, test } from 'vitest'
import { undoableEmail, undoPoint } from '../../server/domain/email-undo.ts'
import { defaultRules } from '../../server/domain/rules.ts'

const changed = new Date('2026-11-22T10:00:00Z')
const after = (hours: number, ms = 0) => new Date(changed.getTime() + hours * 3_600_000 + ms)
const facts = { email: 'second@x.example', previousEmail: 'first@x.example', emailChangedAt: changed }

test('a change of e-mail is undone for three days, to the millisecond', () => {
  expect(undoableEmail(facts, defaultRules, after(72))).toBe('first@x.example')
  expect(undoableEmail(facts, defaultRules, after(72, 1))).toBeNull()
  expect(undoableEmail({ ...facts, previousEmail: null, emailChangedAt: null }, defaultRules, after(1))).toBeNull()
})

test('a second change within three days keeps the first address to go back to; a later one does not', () => {
  expect(undoPoint(facts, defaultRules, after(71))).toEqual({
    previousEmail: 'first@x.example',
    emailChangedAt: changed,
  })
  expect(undoPoint(facts, defaultRules, after(73))).toEqual({
    previousEmail: 'second@x.example',
    emailChangedAt: after(73),
  })
})
