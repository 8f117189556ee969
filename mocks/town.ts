import type { FlowKind } from '../server/domain/flow.ts'
import { liveRealm } from '../server/domain/partner-key.ts'
import type { Act } from './act.ts'
import { msOf, type Span } from './clock.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { mockKeys } from './keys.ts'
import type { Fate } from './mail-state.ts'
import { runCourier } from './parts/courier.ts'
import { findSession } from './parts/sessions.ts'
import { settlePeople } from './people.ts'
import { mutations } from './resolvers.ts'
import type { AnswerOf, InputOf, MutationName } from './shapes.ts'
import { emptyState, type State } from './state.ts'

/** Where a scenario is made: the mock's people, and the steps they take before its developer arrives. */
export interface Town {
  state: State
  inbox: Inbox
  /** Goes back to so long before now; what follows happened then. */
  ago(span: Span): void
  /** Time passes, at the most up to now. */
  later(span: Span): void
  /** A step as the API takes it. `token`: of whose session. */
  take<Name extends MutationName>(name: Name, input: InputOf<Name>, token?: string): AnswerOf<Name>
  /** The same where the scenario counts on its success; throws when the rules refuse it. */
  expect<Name extends MutationName, Success extends AnswerOf<Name>['__typename']>(
    success: Success,
    name: Name,
    input: InputOf<Name>,
    token?: string,
  ): Extract<AnswerOf<Name>, { __typename: Success }>
  /** What the DNS says of a domain. */
  domain(name: string, says: State['domains'][string]): void
  /** How mail for an address, a domain or '*' fares from now on. */
  fate(of: string, fate: Fate): void
}

/** A journey under way that a scenario hands over. */
export interface Handed {
  kind: FlowKind
  handle: string
}

/** `endsAt`: the instant at which the developer arrives; `pageOrigin`: where the pages of the key `pk_mock` are. */
export function createTown(
  its: Pick<Act, 'rules' | 'policy' | 'random' | 'isCommon'> & { endsAt: Date; pageOrigin: string },
): Town {
  const { endsAt, pageOrigin, ...rest } = its
  const state = emptyState()
  settlePeople(state, endsAt)
  state.keys = mockKeys(endsAt, pageOrigin)
  let now = endsAt
  const town: Town = {
    state,
    inbox: createInbox(
      () => state,
      () => now,
    ),
    ago(span) {
      now = new Date(endsAt.getTime() - msOf(span))
    },
    later(span) {
      now = new Date(Math.min(now.getTime() + msOf(span), endsAt.getTime()))
    },
    take(name, input, token) {
      runCourier(state, now)
      const caller = { realm: liveRealm, key: null, clientAddress: '127.0.0.1', userAgent: null }
      const session = findSession({ state, rules: its.rules, caller }, token ?? null, now)
      return mutations[name]({ ...rest, state, now, session, caller }, input)
    },
    expect(success, name, input, token) {
      const answer = town.take(name, input, token)
      if (!is(answer, success)) throw new Error(`a scenario’s ${name} was answered ${JSON.stringify(answer)}`)
      return answer
    },
    domain(name, says) {
      state.domains[name] = says
    },
    fate(of, fate) {
      state.fates[of] = fate
    },
  }
  return town
}

const is = <Answer extends { __typename: string }, Name extends Answer['__typename']>(
  answer: Answer,
  name: Name,
): answer is Extract<Answer, { __typename: Name }> => answer.__typename === name
