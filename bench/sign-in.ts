import argon2 from 'argon2'
import type { Peer } from './peer.ts'
import { type Line, measureInTurn, rateOf } from './ratio.ts'
import { password, type Town } from './town.ts'

export const signInQuery =
  'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on SignedIn { token account { identifier } } } }'
const jobs = 200
const atOnce = 16

/** Sign-ins a second over bare argon2 verifications a second: same parameters, as many at once. */
export async function benchSignIn({ deps, ask }: Town, peer: Peer, accounts: number): Promise<Line> {
  const { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism } = deps.settings.hashing
  const hash = await argon2.hash(password, { type: argon2.argon2id, memoryCost, timeCost, parallelism })
  let next = 0
  let nextOfPeer = 0
  return measureInTurn(
    { name: 'sign-in', unit: 'a second', limit: `argon2id verifications, ${atOnce} at once`, rounds: 7 },
    {
      ours: () =>
        rateOf(jobs, atOnce, async () => {
          const { signIn } = await ask(signInQuery, { input: { identifier: `P${next++ % accounts}`, password } })
          if (signIn?.__typename !== 'SignedIn') throw new Error(`not signed in: ${JSON.stringify(signIn)}`)
        }),
      bare: () =>
        rateOf(jobs, atOnce, async () => {
          if (!(await argon2.verify(hash, password))) throw new Error('argon2 refused the right password')
        }),
      peer: () =>
        rateOf(jobs, atOnce, async () => {
          const { token } = await peer.ask('/sign-in/username', {
            username: `P${nextOfPeer++ % accounts}`,
            password,
          })
          if (!token) throw new Error('better-auth opened no session')
        }),
    },
  )
}
