import { Hono } from 'hono'
import type { createApi } from '../../graphql/api.ts'
import { readJourneys } from '../../sandbox/guide-examples.ts'
import { answer, type Edge } from '../edge.ts'
import { graphiqlAssets } from './assets.ts'

/**
 * The page's own policy: its scripts and workers are ours, its editor writes styles of its own, and it speaks to this
 * server alone.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const testKeysOnly = {
  fr: 'Cette page est pour les clés de test : ck_test_…',
  en: 'GraphiQL is for test keys: ck_test_…',
}

/** A day: an upgrade of the editor reaches its few readers the day after. */
const aDay = 'public, max-age=86400'

/**
 * GraphiQL, with a tab for each journey of the partner guide. Promise: it works in a sandbox alone. The page holds no
 * key; what it sends goes through a door that opens for `ck_test_…` and for nothing else.
 */
export function graphiqlRoom(api: ReturnType<typeof createApi>): Hono<Edge> {
  const room = new Hono<Edge>()
  room.get('/graphiql', (c) => c.html(page(), 200, { 'content-security-policy': policy }))
  room.post('/graphiql/graphql', (c) => {
    if (!c.req.header('connexion-key')?.startsWith('ck_test_')) return answer(c, 403, testKeysOnly)
    const { address, host } = c.get('client')
    return api.fetch(new Request(new URL('/graphql', c.req.url), c.req.raw), {
      ...{ clientAddress: address, host: new URL(`http://${host}`).hostname, site: false },
      origin: c.get('origin'),
    })
  })
  room.get('/graphiql/:file', async (c) => {
    const asset = (await graphiqlAssets()).get(c.req.param('file'))
    if (!asset) return c.text('There is no such file.\n', 404)
    const headers = { 'content-type': asset.type, 'content-encoding': 'gzip', 'cache-control': aDay }
    return c.body(asset.packed, 200, headers)
  })
  return room
}

/** One tab for each journey: all its requests, each run by its name, with the variables of all. */
function tabs(): { title: string; query: string; variables: string }[] {
  return readJourneys().map(({ name, steps }) => ({
    title: name.replace(/^\d+-/, '').replaceAll('-', ' '),
    query: steps.map(({ document }) => document.trimEnd()).join('\n\n'),
    variables: JSON.stringify(Object.assign({}, ...steps.map(({ variables }) => variables ?? {})), null, 2),
  }))
}

function page(): string {
  // Within a script element `<` would begin something: JSON may say it otherwise.
  const data = JSON.stringify(tabs()).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Connexion, test mode</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/editor.css">
<link rel="stylesheet" href="/graphiql/page.css">
<script type="application/json" id="tabs">${data}</script>
<script src="/graphiql/editor.js" defer></script>
<script src="/graphiql/start.js" defer></script>
</head>
<body>
<form>
<h1>Connexion, test mode</h1>
<p>One tab for each journey of the partner guide, in a sandbox: nobody in it is real, and no mail leaves.</p>
<label for="key">Your test key (ck_test_…)</label>
<input id="key" name="key" required pattern="\\s*ck_test_[A-Za-z0-9_\\-]{43}\\s*" autocomplete="off" spellcheck="false">
<button>Open</button>
</form>
<div id="root" hidden></div>
</body>
</html>
`
}
