// `npm run proof:package`: what a partner's front-end developer does with our package, outside this repository. Packs it,
// installs it from its archive into an empty Vite and React app with everything else from the registry, has the app's types
// checked and its own tests run, builds it, and walks a first connection through it in a browser on the mocks. Says what
// was seen, and how long each took. Outside CI: it installs every package anew.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findChromium } from '../scripts/chromium.ts'
import { projectRoot } from '../server/database/places.ts'
import { childEnvironment } from '../server/settings.ts'

const app = mkdtempSync(join(tmpdir(), 'connexion-partner-app-'))
try {
  timed('packed', () => {
    run(projectRoot, 'node', 'scripts/pack-client.ts')
    run(app, 'npm', 'pack', '--silent', join(projectRoot, 'dist/package'))
  })
  cpSync(join(projectRoot, 'proofs/partner-app'), app, { recursive: true })
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest(), null, 2))
  timed('installed', () => run(app, 'npm', 'install', '--no-audit', '--no-fund'))
  timed('its types hold', () => run(app, 'npx', 'tsc'))
  timed('its tests', () => tell(counts(run(app, 'npx', 'vitest', 'run'))))
  timed('built', () => {
    run(app, 'npx', 'msw', 'init', 'public', '--no-save')
    run(app, 'npx', 'vite', 'build')
  })
  await inBrowser()
} finally {
  rmSync(app, { recursive: true, force: true })
}

/** The versions that this repository is tested with; React's plugin is the one for that Vite. */
function manifest() {
  const { dependencies: d, devDependencies: dev } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  const [archive] = readdirSync(app).filter((name) => name.endsWith('.tgz'))
  return {
    ...{ name: 'a-partners-portal', private: true, type: 'module' },
    dependencies: {
      graphql: d.graphql,
      react: d.react,
      'react-dom': d['react-dom'],
      urql: d.urql,
      '@urql/core': d['@urql/core'],
    },
    devDependencies: {
      ...{
        connexion: `file:./${archive}`,
        msw: dev.msw,
        vite: dev.vite,
        vitest: dev.vitest,
        typescript: dev.typescript,
      },
      ...{
        '@types/react': dev['@types/react'],
        '@types/react-dom': dev['@types/react-dom'],
        '@vitejs/plugin-react': '4.7.0',
      },
    },
    overrides: { rollup: '4.67.4' },
  }
}

async function inBrowser(): Promise<void> {
  const preview = spawn('npx', ['vite', 'preview', '--port', '0', '--host', '127.0.0.1'], { cwd: app, detached: true })
  let browser: Browser | null = null
  try {
    const address = await addressOf(preview.stdout)
    const started = performance.now()
    browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] })
    const page = await browser.newPage()
    await walk(page, address)
    tell(`${seconds(started)}  in a browser`)
  } finally {
    await browser?.close()
    if (preview.pid) process.kill(-preview.pid)
  }
}

async function walk(page: Page, address: string): Promise<void> {
  const press = () => page.getByRole('button', { name: 'Next' }).click()
  const status = page.getByRole('status')
  // A key for servers in a page: everybody could read it there.
  await page.goto(`${address}?scenario=three-accounts&key=ck_live_mock`)
  await press()
  await status.getByText('may not be used from this origin').waitFor()
  tell(`  a live key in the page: ${await status.textContent()}`)

  await page.goto(`${address}?scenario=three-accounts`)
  const letter = { identifier: page.getByLabel('identifier'), issuedPassword: page.getByLabel('password') }
  const input = {
    identifier: await letter.identifier.inputValue(),
    issuedPassword: await letter.issuedPassword.inputValue(),
  }
  const [one, two] = await page.evaluate(sendTwice, input)
  if (!one || one !== two) throw new Error(`two answers to one wish: ${one}, ${two}`)
  tell('  one request sent twice at once under one Idempotency-Key: one handle')
  await press()
  await page.getByLabel('email').fill('marie.durand@example.net')
  await press()
  const panel = page.getByRole('complementary', { name: 'Mocked API' })
  await panel.getByText('✉ 1').click()
  await panel.getByRole('button', { name: /^\d{8}$/ }).click()
  await press()
  await page.getByLabel('password').fill('court')
  await press()
  await status.getByText('mot de passe').or(status.getByText('password')).waitFor()
  tell(`  a short password: ${await status.textContent()}`)
  await page.getByLabel('password').fill('Tilleul-42-lampe')
  await press()
  await status.getByText('3 accounts are open.').waitFor()
  tell(`  the first connection: ${await status.textContent()}`)
}

/** Runs in the page: the same mutation twice at once, as a double click sends it; gives back both handles. */
async function sendTwice(input: object): Promise<(string | undefined)[]> {
  const query = `mutation ($input: StartMigrationInput!) {
    startMigration(input: $input) { ... on MigrationStarted { handle } ... on Refusal { message } } }`
  const headers = {
    'content-type': 'application/json',
    'connexion-key': 'pk_mock',
    'idempotency-key': crypto.randomUUID(),
  }
  const init = { method: 'POST', headers, body: JSON.stringify({ query, variables: { input } }) }
  const ask = async () => (await fetch('https://syndic.example/graphql', init)).json()
  const answers: { data?: { startMigration: { handle?: string } } }[] = await Promise.all([ask(), ask()])
  return answers.map(({ data }) => data?.startMigration.handle)
}

/** Where the preview says that it listens. */
async function addressOf(said: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const bytes of said) {
    text += bytes
    // Colours stand between the address and its port.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
    const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(text.replace(/\x1b\[\d+m/g, '')) ?? []
    if (address) return address
  }
  throw new Error(`the preview did not start: ${text}`)
}

function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: childEnvironment({ NO_COLOR: '1' }),
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`)
  return stdout
}

function timed(what: string, work: () => void): void {
  const started = performance.now()
  work()
  tell(`${seconds(started)}  ${what}`)
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`.padStart(7)
}

/** What vitest says of its counts. */
function counts(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^\s*(Test Files|Tests) /.test(line))
    .join('\n')
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
