import argon2 from 'argon2'
import { createHasher } from '../server/hasher.ts'
import type { Peer } from './peer.ts'
import { type Line, measureInTurn, rateOf } from './ratio.ts'
import { password, type Town } from './town.ts'

export const signInQuery =
  'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on SignedIn { token account { identifier } } } }'
const jobs = 200
const atOnce = 16

/** Sign-ins a second over bare argon2 verifications a second: same parameters, as many at once. */
export async function benchSignIn(town: Town, peer: Peer, accounts: number): Promise<Line> {
  let nextOfPeer = 0
  return measureInTurn(
    { name: 'sign-in', unit: 'a second', limit: `argon2id verifications, ${atOnce} at once`, rounds: 7 },
    {
      ours: signIns(town, accounts),
      bare: await verifications(town, atOnce),
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

/** The same where hashes run one at a time on both sides, so that a core is left for what is not argon2. */
export async function benchSignInBesideOneHash(town: Town, accounts: number): Promise<Line> {
  const { hasher, random, settings } = town.deps
  const { admit } = hasher
  // A pool of two threads hashes on one (security.md rule 6).
  Object.assign(hasher, { admit: (await createHasher(settings.hashing, random, 2)).admit })
  try {
    return await measureInTurn(
      { name: 'sign-in, one hash at a time', unit: 'a second', limit: 'argon2id verifications, one by one', rounds: 5 },
      { ours: signIns(town, accounts), bare: await verifications(town, 1) },
    )
  } finally {
    Object.assign(hasher, { admit })
  }
}

function signIns({ ask }: Town, accounts: number): () => Promise<number> {
  let next = 0
  return () =>
    rateOf(jobs, atOnce, async () => {
      const { signIn } = await ask(signInQuery, { input: { identifier: `P${next++ % accounts}`, password } })
      if (signIn?.__typename !== 'SignedIn') throw new Error(`not signed in: ${JSON.stringify(signIn)}`)
    })
}

async function verifications({ deps }: Town, together: number): Promise<() => Promise<number>> {
  const { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism } = deps.settings.hashing
  const hash = await argon2.hash(password, { type: argon2.argon2id, memoryCost, timeCost, parallelism })
  return () =>
    rateOf(jobs, together, async () => {
      if (!(await argon2.verify(hash, password))) throw new Error('argon2 refused the right password')
    })
}
