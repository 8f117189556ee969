// `npm run proof:timing [samples]`: does the time of an answer tell who is an owner? Outside CI: it takes minutes.

import { median } from '../bench/ratio.ts'
import { buildTown, type Town } from '../bench/town.ts'
import { createCourier } from '../server/mail/courier.ts'
import { smtpTransport } from '../server/mail/relay-transport.ts'
import { compare } from './alike.ts'

const samples = Number(process.argv[2] ?? 2000)
const classes = ['known', 'wrong address', 'not migrated', 'frozen', 'closed', 'unknown'] as const
type Class = (typeof classes)[number]
const print = (line: string) => process.stdout.write(`${line}\n`)

const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on Refusal { message } } }'
const requestReset = `mutation ($input: RequestResetInput!) { requestReset(input: $input) {
  __typename ... on ResetRequested { handle flow { step codeValidUntil } } ... on Refusal { message } } }`
const verify = `mutation ($input: VerifyEmailCodeInput!) { verifyEmailCode(input: $input) {
  __typename ... on Refusal { message } ... on CodeRefused { triesLeft } } }`

const started = performance.now()
// One account or identifier for each sample: what a first try warms must not help a second.
const town = await buildTown(samples * classes.length, 0)
// A port that nothing listens on: the courier meets a mail server that is down, all along.
const courier = createCourier(town.deps, smtpTransport('smtp://127.0.0.1:9?tls=off'))
let good = true
try {
  await settle(town)
  for (const mail of ['idle', 'down'] as const) {
    if (mail === 'down') courier.start()
    print(`\nmail server ${mail}, ${samples} interleaved samples of each class`)
    const first = mail === 'idle' ? 0 : samples / 2
    if (mail === 'idle') {
      report(
        'signIn, wrong password',
        await measure(first, (who, n) => ask(signIn, who, n, { password: 'Faux-mot-9' })),
      )
    }
    const handles = new Map<string, string>()
    report(
      'requestReset',
      await measure(first, async (who, n) => {
        const answer = await ask(requestReset, who, n, { email: emailOf(who, n) })
        handles.set(`${who} ${n}`, answer.requestReset?.handle ?? '')
      }),
    )
    report(
      'verifyEmailCode in a reset, wrong code',
      await measure(first, async (who, n) => {
        const input = { flow: handles.get(`${who} ${n}`), code: '00000000' }
        const { verifyEmailCode } = await town.ask(verify, { input })
        if (verifyEmailCode?.__typename !== 'CodeRefused') throw new Error(JSON.stringify(verifyEmailCode))
      }),
    )
  }
} finally {
  await courier.stop()
  await town.close()
}
print(`\n${good ? 'alike' : 'NOT alike'}, in ${Math.round((performance.now() - started) / 1000)} s`)
process.exit(good ? 0 : 1)

/** The order of classes turns with each sample, so that none is always the first after a pause of the machine. */
async function measure(
  first: number,
  request: (who: Class, n: number) => Promise<unknown>,
): Promise<Map<Class, number[]>> {
  const times = new Map<Class, number[]>(classes.map((who) => [who, []]))
  for (let n = first; n < first + samples / 2; n++) {
    for (let turn = 0; turn < classes.length; turn++) {
      const who = classes[(n + turn) % classes.length] as Class
      const asked = performance.now()
      await request(who, n)
      times.get(who)?.push(performance.now() - asked)
    }
  }
  return times
}

function report(name: string, times: Map<Class, number[]>): void {
  const reference = times.get('known') ?? []
  print(`${name}: known ${median(reference).toFixed(2)} ms`)
  for (const who of classes.slice(1)) {
    const { a, deltaMs, alike } = compare(reference, times.get(who) ?? [])
    good &&= alike
    print(`  ${who.padEnd(14)} A ${a.toFixed(3)}  Δ median ${deltaMs.toFixed(2)} ms  ${alike ? 'alike' : 'NOT ALIKE'}`)
  }
}

async function ask(query: string, who: Class, n: number, more: object) {
  const input = { identifier: identifierOf(who, n), ...more }
  // A network for each sample: its own limits are not what is measured.
  return town.ask(query, { input }, null, `10.${(n >> 8) & 255}.${n & 255}.${classes.indexOf(who)}`)
}

function identifierOf(who: Class, n: number): string {
  const number = classes.indexOf(who) * samples + n
  return who === 'unknown' ? `Q${number}` : `P${number}`
}

function emailOf(who: Class, n: number): string {
  const own = `p${classes.indexOf(who) * samples + n}@orange.example`
  return who === 'wrong address' ? `x${own}` : own
}

/** Puts each class into its state. */
async function settle({ pool }: Town): Promise<void> {
  const states = { 'not migrated': 'ISSUED', frozen: 'FROZEN', closed: 'CLOSED' }
  for (const [who, state] of Object.entries(states)) {
    const first = classes.indexOf(who as Class) * samples
    await pool.query(
      `UPDATE "Account" a SET state = $1::"AccountState",
         "issuedHash" = CASE WHEN $1 = 'ISSUED' THEN c."passwordHash" END,
         "issuedScheme" = CASE WHEN $1 = 'ISSUED' THEN 'NORMAL'::"IssuedScheme" END,
         "credentialId" = CASE WHEN $1 = 'ISSUED' THEN NULL ELSE a."credentialId" END
       FROM "Credential" c
       WHERE c.id = a."credentialId" AND substr(a.identifier, 2)::int BETWEEN $2 AND $3`,
      [state, first, first + samples - 1],
    )
  }
}
