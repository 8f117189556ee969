import type { Deps } from '../server/deps.ts'
import { meQuery, openSession } from './me.ts'
import { openFlows, type Waiting } from './open-flows.ts'
import { median } from './ratio.ts'
import { requestResetQuery } from './request-reset.ts'
import { signInQuery } from './sign-in.ts'
import { buildTown, password, type Town } from './town.ts'
import { verifyQuery } from './verify-email-code.ts'

const populations = [1_000, 100_000, 1_000_000]
const samples = 400
const bound = 0.2
const print = (line: string) => process.stdout.write(`${line}\n`)

type Cost = Record<string, number>

/**
 * What a step costs among a thousand, a hundred thousand and a million accounts, each with its session, device, walked
 * flow, code, mail and events. All three towns stand at once and are asked in turn. A sign-in is shown without its argon2
 * too, whose 21 ms hide what grows beside it. True when no whole step grows past the bound.
 */
export async function benchScale(): Promise<boolean> {
  const towns: Town[] = []
  try {
    for (const accounts of populations) {
      const started = performance.now()
      towns.push(await buildTown(accounts, 1, true))
      print(
        `${accounts.toLocaleString('en-US')} accounts filled in ${Math.round((performance.now() - started) / 1000)} s`,
      )
    }
    const costs = await measure(towns)
    return report(costs)
  } finally {
    for (const town of towns) await town.close()
  }
}

const withoutHash: Partial<Deps['hasher']> = {
  admit: () => ({ hash: async () => '', verify: async (stored) => stored !== null, release: () => {} }),
}

/** Median milliseconds of each step, one request at a time, the towns in turn. */
async function measure(towns: readonly Town[]): Promise<Cost[]> {
  const times = towns.map(() => new Map<string, number[]>())
  const prepared = await Promise.all(
    towns.map(async (town) => ({
      token: await openSession(town, 'cs_scale'),
      waiting: await openFlows(town, samples, { kind: 'MIGRATION', step: 'ENTER_CODE' }),
    })),
  )
  for (let n = 0; n < samples; n++) {
    for (const [i, town] of towns.entries()) {
      const { token, waiting } = prepared[i] as (typeof prepared)[number]
      for (const [name, step] of Object.entries(stepsOf(town, populations[i] ?? 0, n, token, waiting[n] as Waiting))) {
        const asked = performance.now()
        const answer = await step()
        const took = performance.now() - asked
        if (!answer || '__typename' in answer === false) throw new Error(`${name}: ${JSON.stringify(answer)}`)
        // The first tenth warms plans and caches.
        if (n >= samples / 10) times[i]?.set(name, [...(times[i]?.get(name) ?? []), took])
      }
    }
  }
  return times.map((byStep) => Object.fromEntries([...byStep].map(([name, all]) => [name, median(all)])))
}

const signInAlone = '… without argon2'

function stepsOf(
  { ask, deps: { hasher } }: Town,
  accounts: number,
  n: number,
  token: string,
  { handle, code }: Waiting,
) {
  // Spread over the whole population, never the same twice: nobody's rows are warm.
  const who = Math.floor((n * accounts) / samples)
  const from = `10.2.${n >> 8}.${n & 255}`
  const expected = (name: string, typename: string, answer: Awaited<ReturnType<Town['ask']>>) => {
    const got = answer[name]
    if (got?.__typename !== typename) throw new Error(`${name}: ${JSON.stringify(got)}`)
    return got
  }
  const signIn = async (identifier: string) =>
    expected('signIn', 'SignedIn', await ask(signInQuery, { input: { identifier, password } }, null, from))
  return {
    'sign-in': () => signIn(`P${who}`),
    [signInAlone]: async () => {
      const { admit } = hasher
      Object.assign(hasher, withoutHash)
      // Somebody far away: what the one before met, and its neighbours, are warm.
      return signIn(`P${(who + Math.floor(accounts / 2) + 1) % accounts}`).finally(() =>
        Object.assign(hasher, { admit }),
      )
    },
    '`me`': async () => expected('me', 'Me', await ask(meQuery, {}, token)),
    '`requestReset`': async () => {
      const input = { identifier: `P${who}`, email: `p${who}@orange.example` }
      return expected('requestReset', 'ResetRequested', await ask(requestResetQuery, { input }, null, from))
    },
    '`verifyEmailCode`': async () =>
      expected('verifyEmailCode', 'CodeVerified', await ask(verifyQuery, { input: { flow: handle, code } })),
  }
}

function report(costs: readonly Cost[]): boolean {
  const [least = {}] = costs
  print(`\n| what | ${populations.map((n) => `among ${n.toLocaleString('en-US')}`).join(' | ')} | growth |`)
  print(`| --- | ${populations.map(() => '---').join(' | ')} | --- |`)
  let flat = true
  for (const [name, first] of Object.entries(least)) {
    const all = costs.map((cost) => cost[name] ?? Number.NaN)
    const growth = Math.max(...all) / first
    if (name !== signInAlone) flat &&= growth <= 1 + bound
    print(`| ${name} | ${all.map((ms) => `${ms.toFixed(2)} ms`).join(' | ')} | ${growth.toFixed(2)} |`)
  }
  print(`\n${flat ? 'flat' : `NOT flat: more than ${bound * 100} %`}`)
  return flat
}
