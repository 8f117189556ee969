import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { letters } from '../../prisma/letters.ts'
import { ensureBuilt } from '../../scripts/build.ts'
import { projectRoot } from '../../server/database/places.ts'
import { startRelay } from '../mail/relay.ts'
import { untilNobodyServes } from '../support/cluster-processes.ts'
import { freePort } from '../support/http.ts'
import { quickFolder } from '../support/quick-folder.ts'

const email = 'marie.durand@orange.example'
const password = 'Tilleul-42-lampe'
let dir: string
let port: number
let program: ChildProcess
let relay: Awaited<ReturnType<typeof startRelay>>

beforeAll(() => ensureBuilt(), 300_000)
beforeEach(async () => {
  dir = mkdtempSync(join(quickFolder(), 'connexion-killed-'))
  port = await freePort()
  relay = await startRelay()
})
afterEach(async () => {
  program.kill('SIGKILL')
  await relay.close()
  await untilNobodyServes(dir)
  rmSync(dir, { recursive: true })
})

test('killed at every step and started again, the program carries the same handle to the end over a real mail server', async () => {
  const letter = letters.find(({ identifier }) => identifier === '012345')
  await start()
  const { signIn: started } = await ask('signIn', 'SignInInput', '... on MigrationStarted { handle }', {
    identifier: letter?.identifier,
    password: letter?.issuedPassword,
  })
  const flow = started.handle

  await kill()
  await start()
  const { chooseEmail } = await ask('chooseEmail', 'ChooseEmailInput', '', { flow, email })
  expect(chooseEmail.__typename).toBe('CodeSent')

  // Before its courier has had the time for anything: what is committed leaves all the same.
  await kill()
  await start()
  const code = await vi.waitFor(() => codeIn(relay.received.at(-1)?.source), { timeout: 20_000, interval: 100 })
  await kill()
  await start()
  const { verifyEmailCode } = await ask('verifyEmailCode', 'VerifyEmailCodeInput', '', { flow, code })
  expect(verifyEmailCode.__typename).toBe('CodeVerified')

  await kill()
  await start()
  const { setPassword } = await ask(
    'setPassword',
    'SetPasswordInput',
    '... on PasswordSet { accounts { identifier } }',
    {
      flow,
      password,
      confirmation: password,
    },
  )
  expect(setPassword.accounts).toHaveLength(3)

  await kill()
  await start()
  const { signIn } = await ask('signIn', 'SignInInput', '', { identifier: letter?.identifier, password })
  expect(signIn.__typename).toBe('SignedIn')
  await vi.waitFor(() => expect(relay.received.some(({ source }) => source.includes('est ouvert'))).toBe(true), {
    timeout: 20_000,
  })
  // A death may send a mail twice (250 came, the note did not): the same code, and never more than twice.
  const codes = relay.received.map(({ source }) => codeIn(source)).filter(Boolean)
  expect(new Set(codes).size).toBe(1)
  expect(codes.length).toBeLessThanOrEqual(2)
}, 180_000)

async function start(): Promise<void> {
  program = spawn(process.execPath, [join(projectRoot, 'server/main.ts')], {
    cwd: tmpdir(),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      DATA_DIR: dir,
      SMTP_URL: relay.url,
      // Nobody answers there: what a machine's own name server says of an invented domain is not this test's matter.
      DNS_SERVERS: '127.0.0.1:9',
    },
    stdio: 'ignore',
  })
  await vi.waitFor(async () => expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200), {
    timeout: 30_000,
    interval: 50,
  })
}

async function kill(): Promise<void> {
  program.kill('SIGKILL')
  await once(program, 'exit')
}

// biome-ignore lint/suspicious/noExplicitAny: what comes back is the test's to look into
async function ask(mutation: string, type: string, fields: string, input: object): Promise<any> {
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ${fields} ... on Refusal { message } } }`
  const response = await fetch(`http://localhost:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

function codeIn(source: string | undefined): string {
  const code = /^(\d{8})\r?$/m.exec(source ?? '')?.[1]
  if (!code && source === undefined) throw new Error('no mail yet')
  return code ?? ''
}
