import argon2 from 'argon2'
import { measureRatio, type Ratio, rateOf } from './ratio.ts'
import { password, type Town } from './town.ts'

const query =
  'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on SignedIn { token account { identifier } } } }'

/** Sign-ins a second over bare argon2 verifications a second: same parameters, as many at once. */
export async function benchSignIn({ deps, ask }: Town, accounts: number): Promise<Ratio> {
  const jobs = 300
  const atOnce = 16
  const { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism } = deps.settings.hashing
  const hash = await argon2.hash(password, { type: argon2.argon2id, memoryCost, timeCost, parallelism })
  let next = 0
  return measureRatio(
    { name: 'sign-in', unit: 'a second', limit: `argon2id verifications, ${atOnce} at once`, rounds: 3 },
    () =>
      rateOf(jobs, atOnce, async () => {
        const { signIn } = await ask(query, { input: { identifier: `P${next++ % accounts}`, password } })
        if (signIn?.__typename !== 'SignedIn') throw new Error(`not signed in: ${JSON.stringify(signIn)}`)
      }),
    () =>
      rateOf(jobs, atOnce, async () => {
        if (!(await argon2.verify(hash, password))) throw new Error('argon2 refused the right password')
      }),
  )
}
