import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { whenRefused } from '../../client/when-refused.ts'
import { projectRoot } from '../../server/database/places.ts'
import { textOf } from '../house/source.ts'
import { openBrowser } from '../support/browser.ts'
import { copyWorker, examples, someonesProject } from './installed.ts'

let dir: string
beforeAll(() => {
  dir = someonesProject()
}, 120_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function compile(name: string, text: string) {
  writeFileSync(join(dir, name), text)
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck', '--noEmit']
  run('typescript/bin/tsc', [...options, '--lib', 'es2023,dom,dom.iterable,esnext.disposable', name])
}

const run = (tool: string, args: string[], cwd = dir) =>
  execFileSync(process.execPath, [join(projectRoot, 'node_modules', tool), ...args], { cwd, encoding: 'utf8' })

test('the README has an example of each thing, and the first migration fits in thirty lines', () => {
  expect(examples().map(({ file }) => file)).toEqual([
    'migration.mjs',
    'scenario.mjs',
    'clock.mjs',
    'keys.mjs',
    'override.mjs',
  ])
  expect(examples()[0]?.code.trim().split('\n').length).toBeLessThanOrEqual(30)
})

test.each(examples())(
  'installed outside the repository, $file says what the README promises',
  ({ file, code, says }) => {
    writeFileSync(join(dir, file), code)
    expect(execFileSync(process.execPath, [file], { cwd: dir, encoding: 'utf8' }).trim()).toBe(says)
  },
)

test('its types are those of the contract: a wrong field does not compile', () => {
  const program = (field: string) => `import { SignIn } from 'connexion/client/sign-in'
import type { ResultOf } from 'connexion/client/graphql'
import { createMock } from 'connexion/mocks/mock'
import { startMockServer } from 'connexion/mocks/node'
const mock = createMock({ scenario: 'code-expired' })
startMockServer({ scenario: 'busy' }).close()
export const handle: string | undefined = mock.start.flow?.handle
export const read = ({ signIn }: ResultOf<typeof SignIn>) => (signIn.__typename === 'SignedIn' ? signIn.${field} : null)
`
  compile('right.ts', program('token'))
  expect(() => compile('wrong.ts', program('tokens'))).toThrow()
})

test('a refusal without its case does not compile; one that joins the contract later is heard', () => {
  const program = (last: string) => `import type { ResultOf } from 'connexion/client/graphql'
import { isRefusal } from 'connexion/client/refusals'
import type { ResendCode } from 'connexion/client/resend-code'
import { whenRefused } from 'connexion/client/when-refused'
export const tell = ({ resendCode }: ResultOf<typeof ResendCode>): string =>
  isRefusal(resendCode)
    ? whenRefused(resendCode, {
        SendRefused: ({ retryAt }) => 'after ' + retryAt,
        TooManyTries: () => 'call us',
        FlowClosed: ({ end }) => end,
        WrongStep: ({ expected }) => expected,
        Busy: ({ retryAfterSeconds }) => String(retryAfterSeconds),
        IdempotencyRefused: () => 'not again',
        ${last}
      }, ({ message }) => message)
    : resendCode.flow.step
`
  compile('cases.ts', program("NotAllowed: () => 'no',"))
  expect(() => compile('too-few.ts', program(''))).toThrow()
  const cases = { Busy: () => 'wait' }
  const later = ({ __typename }: { __typename: string }) => `later ${__typename}`
  expect(whenRefused({ __typename: 'Busy' as const }, cases, later)).toBe('wait')
  for (const __typename of ['New', 'toString']) {
    expect(whenRefused({ __typename: __typename as 'Busy' }, cases, later)).toBe(`later ${__typename}`)
  }
})

test('in a real browser, behind MSW’s service worker, the panel types the code and the migration ends', async () => {
  const site = join(dir, 'site')
  mkdirSync(join(site, 'public'), { recursive: true })
  copyWorker(join(site, 'public'))
  const [, main = ''] = /<!-- browser: main\.js -->\n```js\n([\s\S]*?)```/.exec(textOf('mocks/README.md')) ?? []
  writeFileSync(join(site, 'main.js'), `${main}\n${page}`)
  writeFileSync(join(site, 'index.html'), html)
  run('vite/bin/vite.js', ['build', '--logLevel', 'error', '--target', 'esnext'], site)

  const app = new Hono().get('*', serveStatic({ root: join(site, 'dist') }))
  const server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1')
  const browser = await openBrowser()
  try {
    const { port } = server.address() as AddressInfo
    const tab = await browser.newPage()
    await tab.goto(`http://localhost:${port}/?scenario=three-accounts`)
    await tab.getByText('code sent').waitFor()
    const panel = tab.getByRole('complementary', { name: 'Mocked API' })
    await panel.getByText('✉ 1').click()
    if (process.env.SHOTS) await tab.screenshot({ path: `${process.env.SHOTS}/panel.png` })
    await panel.getByRole('button', { name: /^\d{8}$/ }).click()
    // The page is loaded again half-way: the mock goes on where it stood.
    const code = await tab.locator('#code').inputValue()
    await tab.goto(`http://localhost:${port}/#${code}`)
    await tab.getByText('PasswordSet for 3 accounts').waitFor()
    expect(server.listening).toBe(true)
  } finally {
    await browser.close()
    server.close()
  }
}, 120_000)

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A partner’s page</title>
<body><input id="code" autocomplete="one-time-code"><p id="said"></p><script type="module" src="/main.js"></script></body></html>`

/** A page of somebody else’s: it begins with the letter, or goes on with the code of its address. */
const page = `import { Client, fetchExchange } from '@urql/core'
import { ChooseEmail } from 'connexion/client/choose-email'
import { SetPassword } from 'connexion/client/set-password'
import { SignIn } from 'connexion/client/sign-in'
import { VerifyEmailCode } from 'connexion/client/verify-email-code'
const client = new Client({ url: 'https://api.partner.example/graphql', exchanges: [fetchExchange], preferGetMethod: false })
const say = (text) => { document.getElementById('said').textContent = text }
const code = location.hash.slice(1)
if (code === '') {
  const { data } = await client.mutation(SignIn, { input: mock.start })
  localStorage.flow = data.signIn.handle
  await client.mutation(ChooseEmail, { input: { flow: localStorage.flow, email: 'marie.durand@example.net' } })
  say('code sent')
} else {
  const { flow } = localStorage
  await client.mutation(VerifyEmailCode, { input: { flow, code } })
  const password = 'Tilleul-42-lampe'
  const { data } = await client.mutation(SetPassword, { input: { flow, password, confirmation: password } })
  say(\`\${data.setPassword.__typename} for \${data.setPassword.accounts?.length} accounts\`)
}`
