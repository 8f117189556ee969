import { expect, test } from 'vitest'
import {
  doubtedAddresses,
  type EmailChangeFacts,
  type EmailDoubtFacts,
  isEmailInDoubt,
} from '../../server/domain/email-doubt.ts'
import { afterUndo, judgeEmailUndo, undoableEmail, undoPoint } from '../../server/domain/email-undo.ts'
import { defaultRules as rules } from '../../server/domain/rules.ts'

const changed = new Date('2026-11-22T10:00:00Z')
const after = (hours: number, ms = 0) => new Date(changed.getTime() + hours * 3_600_000 + ms)
const [first, second, third] = ['first@x.example', 'second@x.example', 'third@x.example']
const unchanged = {
  email: first,
  emailVerifiedAt: after(-9999),
  previousEmail: null,
  emailChangedAt: null,
  emailUndoneAt: null,
}
const facts = {
  email: second,
  emailVerifiedAt: changed,
  previousEmail: first,
  emailChangedAt: changed,
  emailUndoneAt: null,
}
/** As after a change to another address at `at`. */
const changedAgain = (before: EmailChangeFacts, email: string, at: Date) => ({
  ...before,
  ...undoPoint(before, rules, at),
  ...{ email, emailVerifiedAt: at },
})

test('a change of e-mail is undone for three days, to the millisecond', () => {
  expect(undoableEmail(facts, rules, after(72))).toBe(first)
  expect(undoableEmail(facts, rules, after(72, 1))).toBeNull()
  expect(undoableEmail(unchanged, rules, after(1))).toBeNull()
})

test('a second change keeps the first address to go back to for as long as the first change is doubted', () => {
  const kept = { previousEmail: first, emailChangedAt: changed, emailUndoneAt: null }
  for (const hours of [71, 73, 30 * 24 - 1]) expect(undoPoint(facts, rules, after(hours))).toEqual(kept)
  expect(undoPoint(facts, rules, after(30 * 24))).toEqual({
    ...{ previousEmail: second, emailChangedAt: after(30 * 24), emailUndoneAt: null },
  })
})

test('what a doubted change brought is never restored: it is too late, and the service is called', () => {
  const twice = changedAgain(facts, third, after(73))
  expect(undoableEmail(twice, rules, after(74))).toBeNull()
  expect(judgeEmailUndo(twice, rules, after(74))).toBe('TOO_LATE')
  expect(undoableEmail(changedAgain(facts, third, after(20)), rules, after(71))).toBe(first)
})

test('an undo happens once; the address put aside stays doubted for thirty days', () => {
  const undone = { ...facts, ...afterUndo(facts, first, after(5)) }
  expect(undone).toMatchObject({ email: first, previousEmail: second })
  expect(undoableEmail(undone, rules, after(6))).toBeNull()
  expect(judgeEmailUndo(undone, rules, after(6))).toBe('NONE')
  expect(judgeEmailUndo(changedAgain(undone, third, after(8)), rules, after(9))).toBe('TOO_LATE')
  const held: EmailDoubtFacts = { ...undone, frozenByServiceAt: null, formerEmails: [] }
  expect(isEmailInDoubt(held, [held], rules, after(5 + 30 * 24, -1))).toBe(true)
  expect(isEmailInDoubt(held, [held], rules, after(5 + 30 * 24))).toBe(false)
})

test.each([
  ['nothing changed', unchanged, after(1), 'NONE'],
  ['a young change', facts, after(72), 'RESTORED'],
  ['an older one', facts, after(73), 'TOO_LATE'],
  ['one older than any link', facts, after(240), 'NONE'],
  ['there and back again', changedAgain(facts, first, after(1)), after(2), 'NONE'],
])('%s: what a freeze says of it is %4$s', (_name, one, now, undo) => {
  expect(judgeEmailUndo(one, rules, now)).toBe(undo)
})

test('every address that came by a doubted change is doubted wherever the owner has it, and the one before it is not', () => {
  const left = [
    { email: first, until: changed },
    { email: second, until: after(1) },
  ]
  const twice = changedAgain(facts, third, after(1))
  expect([...doubtedAddresses(twice, left, rules, after(2))]).toEqual([third, second])
  const thief: EmailDoubtFacts = { ...twice, frozenByServiceAt: null, formerEmails: left }
  const opened = { ...unchanged, frozenByServiceAt: null, formerEmails: [] }
  expect(isEmailInDoubt({ ...opened, email: second }, [thief], rules, after(2))).toBe(true)
  expect(isEmailInDoubt(opened, [thief], rules, after(2))).toBe(false)
  expect(isEmailInDoubt({ ...opened, frozenByServiceAt: changed }, [], rules, after(2))).toBe(true)
})
