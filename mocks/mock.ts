import type { GraphQLSchema } from 'graphql'
import { defaultPasswordPolicy, type PasswordPolicy } from '../server/domain/password.ts'
import { localeOf } from '../server/domain/refusal-words.ts'
import { defaultRules, type Rules } from '../server/domain/rules.ts'
import type { Act, Caller, Sender } from './act.ts'
import { admit } from './admit.ts'
import { answerRequest } from './answer.ts'
import { createClock, type MockClock } from './clock.ts'
import { createContractSchema } from './contract-schema.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { keep, readKept } from './keep.ts'
import * as list from './known-passwords.ts'
import { runCourier } from './parts/courier.ts'
import { findSession } from './parts/sessions.ts'
import { createRandom } from './random.ts'
import type { Start } from './scenarios/scenario.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import type { State } from './state.ts'
import { createTown } from './town.ts'
import { watchFlow } from './watch.ts'

export interface MockOptions {
  /** What the mock begins with. Default: `fresh-owner`. */
  scenario?: ScenarioName
  /** The clock stands at this instant until it is moved (tests); absent: the machine's time. */
  at?: Date
  /** Tokens, handles and codes follow from it. The same each time unless given. */
  seed?: string
  /** Durations and limits other than the defaults. */
  rules?: Partial<Rules>
  passwordPolicy?: PasswordPolicy
  isCommon?(password: string): boolean
  /** False: every request needs a key, as the server's in production. Default: true. */
  keyless?: boolean
  /** Where the pages of the key `pk_mock` are. Default: `https://portail.example`. */
  pageOrigin?: string
  /** What `save` gave: goes on where that mock stood, whatever the scenario. */
  saved?: string | null
}

/** The API without the server: in memory, by the server's own rules. */
export interface Mock {
  /** Answers a GraphQL request as `/graphql` does. Rejects like a broken network in the scenario `outage`. */
  fetch(request: Request, sender?: Partial<Sender>): Promise<Response>
  clock: MockClock
  inbox: Inbox
  /** The scenario it began with. */
  playing: ScenarioName
  /** What the scenario hands over: whom to sign in as, the handle or token of what is under way. */
  start: Start
  /** Everything it remembers; a test may look, and change what no step can. */
  state: State
  /** Forgets everything and begins with a scenario. */
  play(scenario: ScenarioName): Start
  /** Everything as text, for `createMock({ saved })` after a page was loaded again. */
  save(): string
}

let schema: GraphQLSchema | null = null

export function createMock(options: MockOptions = {}): Mock {
  const { seed = 'connexion', passwordPolicy: policy = defaultPasswordPolicy, isCommon = list.isCommon } = options
  const { keyless = true, pageOrigin = 'https://portail.example' } = options
  const rules: Rules = { ...defaultRules, ...options.rules }
  const kept = readKept(options.saved ?? null)
  const clock = createClock(options.at ?? null, kept?.moved)
  const watched = new Map<string, number>()
  let random = createRandom(seed, kept?.drawn)
  schema ??= createContractSchema()
  const contract = schema

  function act(caller: Caller, token: string | null): Act {
    const now = clock.now()
    const { state } = mock
    runCourier(state, now)
    const session = findSession({ state, rules, caller }, token, now)
    return { state, rules, policy, random, isCommon, now, session, caller }
  }

  const mock: Mock = {
    clock,
    inbox: createInbox(() => mock.state, clock.now),
    ...(kept ?? begin(options.scenario ?? 'fresh-owner')),
    play(scenario) {
      random = createRandom(seed)
      Object.assign(mock, begin(scenario))
      return mock.start
    },
    save: () => {
      const { playing, start, state } = mock
      return keep({ playing, start, state, moved: clock.moved(), drawn: random.drawn() })
    },
    async fetch(request, sender = {}) {
      if (mock.state.trouble === 'OUTAGE') throw new TypeError('Failed to fetch')
      return answerRequest(contract, request, ({ headers, signal }) => {
        const token = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null
        const nobody = {
          clientAddress: '127.0.0.1',
          userAgent: headers.get('user-agent'),
          origin: headers.get('origin'),
        }
        const admitted = admit(mock.state, { rules, keyless }, headers, { ...nobody, ...sender }, clock.now())
        if ('code' in admitted) return admitted
        const who = admitted.caller
        const context = {
          act: act(who, token),
          outcome: { refusal: null, answer: null },
          locale: localeOf(headers.get('accept-language')),
          watch: {
            flowUpdated: ({ flow }: { flow: string }) => watchFlow(() => act(who, token), flow, watched, signal),
          },
        }
        return { context, headers: admitted.headers }
      })
    },
  }

  /** What a scenario shows was done before: its town lives in the past, and ends at this instant. */
  function begin(name: ScenarioName): Pick<Mock, 'playing' | 'state' | 'start'> {
    const town = createTown({ rules, policy, random, isCommon, endsAt: clock.now(), pageOrigin })
    const { identifier, password, play } = scenarios[name]
    const under = play?.(town) ?? {}
    return { playing: name, state: town.state, start: { identifier, password, ...under } }
  }
  return mock
}
