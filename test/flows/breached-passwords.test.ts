import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBlocklist } from '../../server/blocklist.ts'
import { openBreachedPasswords } from '../../server/breached-passwords.ts'
import { steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

const silent = pino({ level: 'silent' })
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase()
const passwords = Array.from({ length: 1000 }, (_, i) => `Tilleul-${i * i}-lampe`)

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'connexion-breached-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

function written(lines: readonly string[], end = '\n', close = end): string {
  const path = join(dir, `${sha1(lines.join(end) + close)}.txt`)
  writeFileSync(path, lines.join(end) + close)
  return path
}

describe.each([
  ['lines with counts, as Windows ends them', (hash: string, i: number) => `${hash}:${i ** 3}`, '\r\n', '\r\n'],
  ['bare hashes, without an end to the last', (hash: string) => hash, '\n', ''],
])('%s', (_, lineOf, end, close) => {
  test('each password of the set is found, and no other', async () => {
    const isBreached = await openBreachedPasswords(written(passwords.map(sha1).sort().map(lineOf), end, close), silent)
    const found = await Promise.all(passwords.map(isBreached))
    expect(found.filter(Boolean)).toHaveLength(passwords.length)
    const others = await Promise.all(passwords.map((password) => isBreached(`${password}!`)))
    expect(others.filter(Boolean)).toEqual([])
  })
})

test('a set of one line is a set', async () => {
  const isBreached = await openBreachedPasswords(written([sha1('Hérisson-7-lune')]), silent)
  expect([await isBreached('Hérisson-7-lune'), await isBreached('Hérisson-8-lune')]).toEqual([true, false])
})

test.each([
  ['not there', () => join(dir, 'nowhere.txt')],
  ['a folder', () => dir],
  ['empty', () => written([''], '', '')],
  ['of passwords in the clear', () => written(passwords)],
  [
    'in lower case',
    () =>
      written(
        passwords
          .map(sha1)
          .sort()
          .map((hash) => hash.toLowerCase()),
      ),
  ],
  ['in no order', () => written(passwords.map(sha1))],
])('a file that is %s is refused at start', async (_, path) => {
  await expect(openBreachedPasswords(path(), silent)).rejects.toThrow(/^BREACHED_PASSWORDS_FILE /)
})

test('an owner who chooses a breached password is told that it is too well known, and chooses another', async () => {
  const w = await world()
  const breached = 'Hérisson-7-lune'
  w.deps.blocklist = createBlocklist(await openBreachedPasswords(written([sha1(breached)]), silent))
  const step = steps(w)
  const [letter] = await w.people.owner()
  const { handle } = await step.start(letter)
  await step.chooseEmail(handle, 'marie.durand@orange.example')
  await step.verify(handle, await w.codeSentTo('marie.durand@orange.example'))
  expect(await step.setPassword(handle, breached)).toMatchObject({ unmet: ['NOT_COMMON'] })
  expect(await step.setPassword(handle, 'Hérisson-8-lune')).toMatchObject({ __typename: 'PasswordSet' })
})

test('a set that can no longer be read lets an owner pass, and says so in the log, without the password', async () => {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const path = written([sha1('Hérisson-7-lune')])
  const isBreached = await openBreachedPasswords(path, log)
  truncateSync(path, 10)
  expect(await isBreached('Hérisson-8-lune')).toBe(false)
  expect(lines.join('')).toContain('BREACHED_PASSWORDS')
  expect(lines.join('')).not.toContain('Hérisson')
})
