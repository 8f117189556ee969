import { setTimeout as pause } from 'node:timers/promises'
import type { Letter } from '../../test/support/people.ts'
import type { Program } from './program.ts'
import type { Town } from './town.ts'

const refusal = `__typename ... on Refusal { message ... on WrongStep { expected } ... on FlowClosed { closed: reason }
  ... on CodeRefused { reason triesLeft } ... on SignInRefused { why: reason } ... on Busy { retryAfterSeconds }
  ... on SendRefused { retryAt } ... on TooManyTries { retryAt } }`

// biome-ignore lint/suspicious/noExplicitAny: the union as it came; the test looks into it
export type Union = any

/** Somebody with a letter, in front of whatever node is up. Each act gives back the union as it came. */
export interface Person {
  letter: Letter
  email: string
  password: string
  /** What they hold: the site keeps it in cookies. */
  handle: string | null
  token: string | null
  startMigration(): Promise<Union>
  chooseEmail(): Promise<Union>
  resendCode(): Promise<Union>
  /** Types the newest code that came; one of an earlier flow is refused, and they type the next. */
  verify(address?: string): Promise<Union>
  setPassword(password?: string): Promise<Union>
  signIn(password?: string): Promise<Union>
  requestReset(): Promise<Union>
  changeEmail(email: string): Promise<Union>
  changePassword(password: string): Promise<Union>
  signOut(): Promise<Union>
  me(): Promise<Union>
  /** Where their flow stands: a step, or how it ended. */
  stand(): Promise<string>
  codesMailed(address?: string): string[]
  /** The newest code that they have not typed yet, once it has come. */
  newCode(address?: string): Promise<string>
  type(code: string): Promise<Union>
}

export type Outcome = 'ANSWERED' | 'BUSY' | 'BROKEN'

/** One request of somebody to a node. */
export interface Asking {
  who: string
  node: Program
}

/** Somebody who asks again when told to: this hears of each asking, and of what became of it. */
export interface Patience {
  begin(asking: Asking): void
  note(outcome: Outcome, asking: Asking): void
}

let met = 0
const patienceMs = 60_000

export async function meet(
  town: Pick<Town, 'people' | 'smtp'>,
  node: () => Program,
  patience: Patience | null = null,
): Promise<Person> {
  const n = ++met
  const [letter] = await town.people.owner()
  const from = `198.51.${Math.floor(n / 250)}.${1 + (n % 250)}`

  /** Asks; the patient one again and again while told Busy, or told nothing. What was done meanwhile, nobody knows. */
  async function ask(query: string, variables: object, token: string | null): Promise<Union> {
    const deadline = performance.now() + patienceMs
    for (;;) {
      const asking = { who: person.email, node: node() }
      patience?.begin(asking)
      const answer = await asking.node.ask(query, variables, { from, ...(token ? { token } : {}) }).catch((fault) => {
        if (patience) return null
        throw fault
      })
      const first = answer?.data && Object.values(answer.data)[0]
      const busy = first?.__typename === 'Busy' || answer?.errors?.[0]?.extensions?.code === 'BUSY'
      if (answer && !busy) {
        patience?.note('ANSWERED', asking)
        if (answer.errors) throw new Error(`${query}: ${answer.status} ${JSON.stringify(answer.errors)}`)
        return first
      }
      if (!patience) return first
      patience.note(answer ? 'BUSY' : 'BROKEN', asking)
      if (performance.now() > deadline) throw new Error(`${query}: no answer but Busy for a minute`)
      await pause(100)
    }
  }

  async function act(mutation: string, input: object | null, fields = '', token: string | null = null): Promise<Union> {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`
    const [head, call] = input ? [`($input: ${type}!)`, '(input: $input)'] : ['', '']
    return ask(`mutation ${head} { ${mutation}${call} { ${refusal} ${fields} } }`, input ? { input } : {}, token)
  }
  const codesMailed = (address = person.email) =>
    town.smtp.taken.filter(({ to }) => to === address).flatMap(({ source }) => /^(\d{8})\r?$/m.exec(source)?.[1] ?? [])

  const typed = new Set<string>()
  async function newCode(address?: string): Promise<string> {
    const deadline = performance.now() + 60_000
    for (;;) {
      const code = codesMailed(address).findLast((digits) => !typed.has(digits))
      if (code) return code
      if (performance.now() > deadline) throw new Error(`no new code came to ${address ?? person.email}`)
      await pause(20)
    }
  }

  const person: Person = {
    letter,
    email: `owner${n}@orange${n % 7}.example`,
    password: 'Tilleul-42-lampe',
    handle: null,
    token: null,
    async startMigration() {
      const { identifier, issuedPassword } = letter
      const input = { identifier, issuedPassword, flow: person.handle }
      const answer = await act('startMigration', input, '... on MigrationStarted { handle }')
      person.handle = answer.handle ?? person.handle
      return answer
    },
    chooseEmail: () => act('chooseEmail', { flow: person.handle, email: person.email, confirmed: true }),
    resendCode: () => act('resendCode', { flow: person.handle }),
    async verify(address) {
      const code = await newCode(address)
      const answer = await person.type(code)
      // Only now: one whose answer was lost is typed again.
      typed.add(code)
      return answer.reason === 'WRONG' && answer.triesLeft > 0 ? person.verify(address) : answer
    },
    async setPassword(password = person.password) {
      const input = { flow: person.handle, password, confirmation: password }
      const answer = await act('setPassword', input, '... on PasswordSet { token }')
      if (answer.__typename === 'PasswordSet') Object.assign(person, { password, token: answer.token })
      return answer
    },
    async signIn(password = person.password) {
      const input = { identifier: letter.identifier, password }
      const answer = await act('signIn', input, '... on SignedIn { token }')
      if (answer.__typename === 'SignedIn') Object.assign(person, { password, token: answer.token })
      return answer
    },
    async requestReset() {
      const input = { identifier: letter.identifier, email: person.email }
      const answer = await act('requestReset', input, '... on ResetRequested { handle }')
      person.handle = answer.handle ?? person.handle
      return answer
    },
    async changeEmail(email) {
      const input = { email, emailConfirmation: email, password: person.password, confirmed: true }
      const answer = await act('changeEmail', input, '... on EmailChangeStarted { handle }', person.token)
      person.handle = answer.handle ?? person.handle
      return answer
    },
    async changePassword(password) {
      const input = { currentPassword: person.password, password, confirmation: password }
      const answer = await act('changePassword', input, '... on PasswordChanged { token }', person.token)
      if (answer.__typename === 'PasswordChanged') Object.assign(person, { password, token: answer.token })
      return answer
    },
    signOut: () => act('signOut', null, '', person.token),
    me: () => ask('{ me { email account { identifier } } }', {}, person.token),
    async stand() {
      const query = 'query ($flow: String!) { flow(flow: $flow) { ... on Flow { step } ... on FlowClosed { reason } } }'
      const flow = await ask(query, { flow: person.handle }, null)
      return flow.step ?? flow.reason
    },
    codesMailed,
    newCode,
    type: (code) => act('verifyEmailCode', { flow: person.handle, code }),
  }
  return person
}
