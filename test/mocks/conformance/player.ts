import type { Span } from '../../../mocks/clock.ts'
import type { InputOf, MutationName, QueryName } from '../../../mocks/shapes.ts'
import { fullDocument } from './full-documents.ts'
import type { By, Heard, Person, Side } from './sides.ts'

/** What one side answered, in order: one line for each request. */
export interface Line {
  asked: string
  answer: unknown
}

/** Plays steps on one side and writes down all it answers, with everything the handles and the session show after each. */
export interface Player {
  owner(person: Person): Promise<void>
  /** A step; `by`: the token, key and network it comes with. Gives back what the union held. */
  take<Name extends MutationName>(name: Name, input: InputOf<Name>, by?: By): Promise<Answered>
  /** The same as HTTP hears it, whatever comes of it. */
  hear<Name extends MutationName>(name: Name, input: InputOf<Name>, by?: By): Promise<Heard>
  /** A query of partners, as HTTP hears it. */
  read(name: QueryName, variables: object, by: By): Promise<Heard>
  forward(span: Span): Promise<void>
  /** The newest code mailed to an address; `back`: so many before it. */
  code(address: string, back?: number): Promise<string>
  /** Another 8 digits than that. */
  wrongCode(address: string): Promise<string>
  link(address: string): Promise<string>
  staffAction(identifier: string): Promise<string>
  fate: Side['fate']
  domain: Side['domain']
  /** The ids of the accounts that share a session's password, its own first. */
  accountIds(token: string): Promise<string[]>
  /** Asks whatever else the contract has: its other queries, and what a listener of each journey hears first. */
  finish(): Promise<void>
  lines: Line[]
}
export interface Answered {
  __typename: string
  handle: string
  token: string
}

const documents = new Map<string, string>()
const documentOf = (kind: 'query' | 'mutation' | 'subscription', name: string): string => {
  const known = documents.get(name) ?? fullDocument(kind, name)
  documents.set(name, known)
  return known
}

export function createPlayer(side: Side): Player {
  const lines: Line[] = []
  const handles = new Set<string>()
  const tokens = new Set<string>()
  const plain = createNames()

  async function ask(kind: 'query' | 'mutation', name: string, variables: object, by: By): Promise<unknown> {
    const { data, errors } = await side.send(documentOf(kind, name), variables, by)
    if (!data || errors) throw new Error(`GraphQL: ${JSON.stringify(errors)}`)
    lines.push({ asked: name, answer: plain(data[name]) })
    return data[name]
  }

  async function hear(kind: 'query' | 'mutation', name: string, variables: object, by: By): Promise<Heard> {
    await side.forward({ seconds: 1 })
    const heard = await side.send(documentOf(kind, name), variables, by)
    lines.push({ asked: `${name} over HTTP`, answer: plain({ ...heard }) })
    const answer = heard.data?.[name]
    if (answer instanceof Object && '__typename' in answer) lines.push({ asked: name, answer: plain(answer) })
    return heard
  }

  return {
    lines,
    owner: (person) => side.owner(person),
    async take(name, input, by = {}) {
      // No two steps at one instant: what is told in order of time has one order.
      await side.forward({ seconds: 1 })
      const answered = (await ask('mutation', name, { input }, by)) as Answered
      if (answered.handle) handles.add(answered.handle)
      if (answered.token) tokens.add(answered.token)
      // As whoever took the step sees it: another's flows and sessions are unknown to it.
      const who = by.key ? { key: by.key } : {}
      for (const flow of handles) await ask('query', 'flow', { flow }, who)
      for (const token of tokens) await ask('query', 'me', {}, { ...who, token })
      return answered
    },
    hear: (name, input, by = {}) => hear('mutation', name, { input }, by),
    read: (name, variables, by) => hear('query', name, variables, by),
    async finish() {
      for (const name of ['passwordPolicy', 'agency', 'me']) await ask('query', name, {}, {})
      for (const flow of [...handles, 'cf_of-nobody']) {
        const data = await side.listen(documentOf('subscription', 'flowUpdated'), { flow }, {})
        lines.push({ asked: 'flowUpdated', answer: plain(data.flowUpdated) })
      }
    },
    forward: (span) => side.forward(span),
    async code(address, back = 0) {
      const code = (await side.codes(address)).at(-1 - back)
      lines.push({ asked: `a code for ${address}`, answer: code !== undefined })
      return code ?? '00000000'
    },
    async wrongCode(address) {
      const codes = await side.codes(address)
      return ['13572468', '86427531'].find((digits) => !codes.includes(digits)) ?? '97531864'
    },
    link: (address) => side.link(address),
    staffAction: (identifier) => side.staffAction(identifier),
    fate: side.fate,
    domain: side.domain,
    async accountIds(token) {
      const { data } = await side.send('{ me { sharingAccounts { id } } }', {}, { token })
      const { me } = data as { me: { sharingAccounts: { id: string }[] } }
      return me.sharingAccounts.map(({ id }) => id)
    },
  }
}

/** Makes what chance made the same on both sides: tokens, handles, links, ids and codes by their order of appearance. */
function createNames(): (value: unknown) => unknown {
  const names = new Map<string, string>()
  const nameOf = (kind: string, value: string) => {
    const known = names.get(value) ?? `${kind} ${names.size + 1}`
    names.set(value, known)
    return known
  }
  const plain = (value: unknown, key = ''): unknown => {
    if (key === 'activities') return inOneOrder(value as Activity[]).map((one) => plain(one))
    if (Array.isArray(value)) return value.map((one) => plain(one))
    if (value instanceof Object) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v, k)]))
    if (typeof value !== 'string') return value
    // Opaque, and another each time.
    if (/cursor$/i.test(key)) return 'a cursor'
    return key === 'id' || key === 'token' || key === 'handle' ? nameOf(key, value) : value
  }
  return plain
}

interface Activity {
  at: string
  account: { identifier: string }
}

/** What was done at one instant (several accounts migrate at once) has no order of its own. */
const inOneOrder = (activities: Activity[]) =>
  activities.toSorted((a, b) => {
    const [x, y] = [a, b].map(({ at, account }) => `${at} ${account.identifier}`)
    return (x ?? '') < (y ?? '') ? 1 : -1
  })
