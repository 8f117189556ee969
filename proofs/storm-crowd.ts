// What proof:storm starts: so many people who sign in at once, in a process of their own, so that what they cost is not
// taken for the program's. Whoever is told Busy comes back when told, each in their own second.
import { setTimeout as pause } from 'node:timers/promises'

const [origin, people, letter] = [process.argv[2], Number(process.argv[3]), process.argv[4]]
const query = `mutation ($input: SignInInput!) { signIn(input: $input) {
  __typename ... on Busy { retryAfterSeconds } ... on Refusal { message } } }`

interface Answer {
  __typename: string
  retryAfterSeconds?: number
}

// Whoever started the crowd is gone.
process.once('disconnect', () => process.exit())
const counts: Record<string, number> = {}
const waits: number[] = []
process.once('message', async () => {
  await Promise.all(Array.from({ length: people }, (_, n) => signIn(n)))
  process.send?.({ counts, waits }, () => process.disconnect())
})

async function signIn(n: number): Promise<void> {
  for (;;) {
    const { __typename, retryAfterSeconds } = await ask(n).catch((): Answer => ({ __typename: 'no answer' }))
    counts[__typename] = (counts[__typename] ?? 0) + 1
    if (retryAfterSeconds === undefined) return
    waits.push(retryAfterSeconds)
    await pause(1000 * (retryAfterSeconds + Math.random()))
  }
}

async function ask(n: number): Promise<Answer> {
  // Unknown identifiers cost what known ones cost (rule 10), each with its own free tries.
  const variables = { input: { identifier: `${letter}${String(n).padStart(5, '0')}`, password: 'Faux-mot-9' } }
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(60_000),
  })
  const { data, errors } = await response.json()
  const retry = errors?.[0]?.extensions?.retryAfterSeconds
  if (retry !== undefined) return { __typename: 'HTTP 503', retryAfterSeconds: retry }
  if (!data) throw new Error(JSON.stringify(errors))
  return data.signIn
}
