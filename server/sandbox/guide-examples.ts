import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../database/places.ts'

/** One request of the partner guide. */
export interface Example {
  /** `1-migration/2-start` */
  name: string
  document: string
  /** As written, with `<handle>` and the like where an earlier answer is meant; null: it takes none. */
  variables: object | null
  /** What the guide shows of the answer's data. */
  answer: unknown
  /** It bears the token of the session that the journey opened. */
  signedIn: boolean
  /** It is listened to: the answer is the first that is told. */
  listens: boolean
}

export interface Journey {
  name: string
  steps: Example[]
}

export const examplesFolder = join(projectRoot, 'docs/partners/examples')

/** The journeys of the guide and their requests, in the order of their numbers. */
export function readJourneys(): Journey[] {
  return readdirSync(examplesFolder)
    .toSorted()
    .map((name) => ({
      name,
      steps: readdirSync(join(examplesFolder, name))
        .filter((file) => file.endsWith('.graphql'))
        .toSorted()
        .map((file) => readExample(`${name}/${file.replace('.graphql', '')}`)),
    }))
}

function readExample(name: string): Example {
  const read = (end: string) => readFileSync(join(examplesFolder, `${name}${end}`), 'utf8')
  const json = (end: string) => (existsSync(join(examplesFolder, `${name}${end}`)) ? JSON.parse(read(end)) : null)
  const document = read('.graphql')
  const signedIn = document.startsWith('# Authorization: Bearer <token>\n')
  const listens = /^subscription /m.test(document)
  return { name, document, variables: json('.json'), answer: json('.answer.json'), signedIn, listens }
}

/** One request as it is sent: `variables` filled in. */
export interface Sent {
  document: string
  variables: object
  token: string | null
  listens: boolean
}

/** What later requests of a journey may name: what an answer or a request held last under such a name. */
type Known = Map<string, string>
const kept = new Set(['handle', 'code', 'token', 'identifier', 'endCursor'])

/**
 * Sends the requests of a journey one after the other, each with what the answers before it gave. `send` gives back the
 * `data` of an answer.
 */
export async function play(
  { steps }: Journey,
  send: (sent: Sent) => Promise<unknown>,
  told: (step: Example, sent: Sent, data: unknown) => void,
): Promise<void> {
  const known: Known = new Map()
  for (const step of steps) {
    const variables = fill(step.variables ?? {}, known)
    keep(variables, known)
    const { document, signedIn, listens } = step
    const sent = { document, variables, listens, token: signedIn ? (known.get('token') ?? null) : null }
    const data = await send(sent)
    keep(data, known)
    told(step, sent, data)
  }
}

function fill(variables: object, known: Known): object {
  const put = (_key: string, value: unknown) => {
    const name = typeof value === 'string' ? /^<(\w+)>$/.exec(value)?.[1] : undefined
    if (name === undefined) return value
    const found = known.get(name)
    if (found === undefined) throw new Error(`nothing before gave <${name}>`)
    return found
  }
  return JSON.parse(JSON.stringify(variables), put)
}

/** A magic identifier is what a request names, not one of many that an answer lists. */
function keep(value: unknown, known: Known): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'accounts' && Array.isArray(inner)) continue
    if (typeof inner === 'string' && kept.has(name)) known.set(name, inner)
    else keep(inner, known)
  }
}
