import { describe, expect, test } from 'vitest'
import { judgeContract } from '../../scripts/judge-contract.ts'
import { changelogEntry } from '../../scripts/release-contract.ts'
import { textOf } from './source.ts'

const today = '2026-11-22'

test('nothing that partners have is taken away from them', async () => {
  const now = new Date().toISOString().slice(0, 10)
  const { blocked } = await judgeContract(textOf('docs/partners/released.graphql'), textOf('schema.graphql'), now)
  expect(blocked).toEqual([])
})

describe('a contract is released', () => {
  const released = `
    type Query { me: Account old: Relic @deprecated(reason: "Use me. Removed after 2026-11-21.") }
    type Account { id: ID! name: String }
    type Relic { id: ID! }
    union Result = Account
    enum Reason { WRONG }`
  const judge = (ours: string) => judgeContract(released, ours, today)

  test('when it only adds, and the changelog tells what may surprise first', async () => {
    const { blocked, changes } = await judge(`
      type Query { me: Account old: Relic @deprecated(reason: "Use me. Removed after 2026-11-21.") now: String }
      type Account { id: ID! name: String }
      type Relic { id: ID! }
      union Result = Account | Relic
      enum Reason { WRONG LATE }`)
    expect(blocked).toEqual([])
    expect(changelogEntry(today, changes)).toBe(
      [
        '## 2026-11-22',
        '### May surprise a program that lists the cases',
        "- Enum value 'LATE' was added to enum 'Reason'\n- Member 'Relic' was added to Union type 'Result'",
        '### New',
        "- Field 'now' was added to object type 'Query'",
      ].join('\n\n'),
    )
  })

  test('when what goes was announced and its day is over, with the type that nothing else names', async () => {
    const { blocked, changes } = await judge(`
      type Query { me: Account }
      type Account { id: ID! name: String }
      union Result = Account
      enum Reason { WRONG }`)
    expect(blocked).toEqual([])
    expect(changelogEntry(today, changes)).toContain('### Gone, as announced')
  })

  test('not on the announced day itself', async () => {
    const early = released.replace('2026-11-21', today)
    const { blocked } = await judgeContract(early, early.replace(/old: Relic @deprecated\(.*?\)/, ''), today)
    expect(blocked).toEqual([expect.stringContaining("Field 'old' (deprecated) was removed")])
  })

  test.each([
    ['a field that goes unannounced', released.replace('name: String', ''), /'name' was removed/],
    ['a field that may be null from now on', released.replace('id: ID! name', 'id: ID name'), /changed type/],
    ['a member of a union that goes', released.replace('Result = Account', 'Result = Relic'), /'Account' was removed/],
    ['a value that goes', released.replace('WRONG', 'LATE'), /'WRONG' was removed/],
    [
      'a deprecation without its day',
      released.replace('name: String', 'name: String @deprecated(reason: "Some day.")'),
      /name is deprecated: say/,
    ],
    [
      'a deprecation without a word',
      released.replace('name: String', 'name: String @deprecated'),
      /name is deprecated/,
    ],
  ])('never with %s', async (_what, ours, why) => {
    const { blocked } = await judge(ours)
    expect(blocked.join('\n')).toMatch(why)
  })
})
