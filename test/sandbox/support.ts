import { issuedPassword } from '../../server/sandbox/people.ts'
import { newPartner } from '../support/partners.ts'
import { steps } from '../support/steps.ts'
import { world } from '../support/world.ts'

/** A new password that nobody of the sandbox has. */
export const password = 'Verger-Boussole-58'

/** A partner with a test key, in a world with an agency and one real owner. */
export async function sandboxWorld() {
  const w = await world()
  const [letter] = await w.people.owner()
  const { secret: key, partner } = await newPartner(w.deps, 'lumen')
  return { w, letter, partner, ...openSandbox(w, key) }
}

/** What a test key can do, as a partner's tests would. */
export function openSandbox(w: Awaited<ReturnType<typeof world>>, key: string) {
  const step = steps(w, { key })
  const api = (query: string, variables: object = {}, options: object = {}) =>
    w.api(query, variables, { key, ...options })
  const mails = async (identifier: string) =>
    (
      await api(
        'query ($identifier: String) { sandbox { mailbox(identifier: $identifier) { to subject text code at delivery { status } } } }',
        { identifier },
      )
    ).sandbox.mailbox
  return {
    key,
    step,
    api,
    mails,
    start: (identifier: string) => step.signIn({ identifier }, issuedPassword),
    async code(identifier: string): Promise<string> {
      const [mail] = (await mails(identifier)).filter((one: { code: string | null }) => one.code !== null)
      if (!mail) throw new Error(`no code for ${identifier}`)
      return mail.code
    },
    delivery: async (flow: string) =>
      (
        await api(
          'query ($flow: String!) { flow(flow: $flow) { ... on Flow { delivery { status reason by filter nextAttemptAt } } } }',
          { flow },
        )
      ).flow.delivery,
    forward: async (seconds: number) =>
      (
        await api(
          'mutation ($input: MoveClockInput!) { moveClock(input: $input) { __typename ... on ClockMoved { now aheadSeconds } ... on InputRefused { fields { field reason } } } }',
          { input: { seconds } },
        )
      ).moveClock,
    reset: async () => (await api('mutation { resetSandbox { __typename } }')).resetSandbox,
  }
}
