import argon2 from 'argon2'
import { openFlows, type Waiting } from './open-flows.ts'
import type { Peer } from './peer.ts'
import { type Line, measureInTurn, rateOf } from './ratio.ts'
import { password, type Town } from './town.ts'

const query =
  'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { __typename ... on PasswordSet { token } } }'
const jobs = 100
const atOnce = 16

/**
 * Resets ended a second, over the two argon2 that each takes: one that the new password is not the current one, one for its hash. The peer
 * hashes once: it compares with nothing.
 */
export async function benchSetPassword(town: Town, peer: Peer): Promise<Line> {
  const { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism } = town.deps.settings.hashing
  const options = { type: argon2.argon2id, memoryCost, timeCost, parallelism } as const
  const current = await argon2.hash(password, options)
  let round = 0
  return measureInTurn(
    { name: '`setPassword` of a reset', unit: 'a second', limit: 'an argon2id verification and a hash', rounds: 5 },
    {
      async ours() {
        const chosen = `Chataigne-${round++}-rivage`
        const waiting = await openFlows(town, jobs, { kind: 'RESET', step: 'SET_PASSWORD' })
        return rateOf(jobs, atOnce, async (i) => {
          const { handle: flow } = waiting[i] as Waiting
          const { setPassword } = await town.ask(query, { input: { flow, password: chosen, confirmation: chosen } })
          if (setPassword?.__typename !== 'PasswordSet') throw new Error(JSON.stringify(setPassword))
        })
      },
      bare: () =>
        rateOf(jobs, atOnce, async () => {
          await argon2.verify(current, 'Chataigne-0-rivage')
          await argon2.hash('Chataigne-0-rivage', options)
        }),
      async peer() {
        const emails = Array.from({ length: jobs }, (_, i) => `p${i}@orange.example`)
        for (const email of emails) await peer.ask('/email-otp/request-password-reset', { email })
        return rateOf(jobs, atOnce, async (i) => {
          const email = emails[i] ?? ''
          const body = { email, otp: peer.codeSentTo(email), password: `Chataigne-${round}-rivage` }
          const { success } = await peer.ask('/email-otp/reset-password', body)
          if (success !== true) throw new Error('better-auth set no password')
        })
      },
    },
  )
}
