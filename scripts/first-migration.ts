// `npm run first-migration -- ck_test_…`: the first journey of the partner guide, request by request, on the program that
// `npm start` began; where it answers elsewhere, its address comes after the key.
import { play, readJourneys, type Sent } from '../server/sandbox/guide-examples.ts'

const [key = '', origin = 'http://localhost:3000'] = process.argv.slice(2)
const url = new URL('/graphql', origin)
if (!key.startsWith('ck_test_')) {
  process.stderr.write('Usage: npm run first-migration -- ck_test_…  (npm start prints a test key)\n')
  process.exit(2)
}
const [migration] = readJourneys()
if (!migration) throw new Error('the guide has no examples')

async function send({ document, variables, token }: Sent): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'connexion-key': key,
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: document, variables }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Error(`${response.status}: ${JSON.stringify(errors)}`)
  return data
}

// Whoever runs it again finds everybody as the guide says.
await send({ document: 'mutation { resetSandbox { __typename } }', variables: {}, token: null, listens: false })
await play(migration, send, (step, { variables }, data) => {
  const shown = JSON.stringify(data, null, 2)
  const long = shown.split('\n').length > 30
  process.stdout.write(`\n── ${step.name}.graphql\n`)
  if (step.variables) process.stdout.write(`variables ${JSON.stringify(variables)}\n`)
  process.stdout.write(`${long ? `${shown.split('\n').slice(0, 12).join('\n')}\n  …` : shown}\n`)
})
process.stdout.write('\nThe first test migration is complete.\n')
