import { expect, test } from 'vitest'
import { defaultPasswordPolicy } from '../../server/domain/password.ts'
import { checklist } from '../../web/words/password.fr.ts'
import { everySentence } from '../web/sentences.ts'
import { filesUnder, textOf } from './source.ts'
import { testsOf } from './tests-of.ts'

/** The cells of every table line of the page. */
const lines = textOf('docs/guide-walk.md')
  .split('\n')
  .filter((line) => /^\| \w+ \|/.test(line))
  .map((line) => line.slice(1, -1).split('|'))
  .map((cells) => cells.map((cell) => cell.trim()))
const sentences = lines
  .filter(([number]) => /^\d+$/.test(number ?? ''))
  .map(([number = '', , site = '', js = '', proof = '']) => ({
    number,
    site,
    js,
    proofs: proof.replace('✓ ', '').split(', '),
  }))
const tests = new Map(
  lines
    .filter(([key]) => /^[A-Z]\d+$/.test(key ?? ''))
    .map(([key = '', file = '', name = '']) => {
      const path = file.replaceAll('`', '')
      return [key, { file: path, name, test: testsOf(path).find((one) => one.name === name) }]
    }),
)

test('the guide’s walk has a line for each sentence, in order, each with its proof', () => {
  expect(sentences.length).toBeGreaterThan(75)
  expect(sentences.map(({ number }) => Number(number))).toEqual(sentences.map((_, i) => i + 1))
  expect(sentences.flatMap(({ proofs }) => proofs.filter((key) => !tests.has(key)))).toEqual([])
})

test('each test that the guide’s walk names stands in the file it names', () => {
  const missing = [...tests.values()].filter((one) => !one.test)
  expect(missing.map(({ file, name }) => `${file}: ${name}`)).toEqual([])
})

test('no test of the guide’s walk is named for nothing', () => {
  const used = new Set(sentences.flatMap(({ proofs }) => proofs))
  expect([...tests.keys()].filter((key) => !used.has(key))).toEqual([])
})

test('what is ticked with JavaScript and without is walked both ways', () => {
  const walksBoth = (key: string) => /script: true[\s\S]*script: false/.test(tests.get(key)?.test?.cases ?? '')
  const ticked = sentences.filter(({ js }) => js === 'on, off')
  expect(ticked.length).toBeGreaterThan(60)
  expect(ticked.filter(({ proofs }) => !proofs.some(walksBoth)).map(({ number }) => number)).toEqual([])
  expect(sentences.filter(({ js }) => !['on, off', 'on', 'off', '–'].includes(js))).toEqual([])
})

test('the words that the guide’s walk quotes are those of the pages and mails', async () => {
  const mails = filesUnder('server/mail/messages').map(textOf)
  const rules = checklist({
    ...defaultPasswordPolicy,
    rules: ['MIN_LENGTH', 'UPPERCASE', 'LOWERCASE', 'DIGIT'],
    passwordrules: '',
  })
  const pages = [...(await everySentence()), ...rules].map(({ text }) => text)
  const spoken = [...pages, ...mails].join('\n').replaceAll('\u00a0', ' ')
  const quoted = sentences.flatMap(({ site }) => [...site.matchAll(/« (.+?) »/g)].map(([, words = '']) => words))
  expect(quoted.length).toBeGreaterThan(75)
  expect(quoted.filter((words) => !spoken.includes(words))).toEqual([])
})
