// The browser's side of /graphiql: asks for a test key once, keeps it for this tab, and opens the editor with it.
const form = document.querySelector('form')
const root = document.querySelector('#root')
const place = 'connexion-test-key'

self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => `/graphiql/${label}.js`,
}

function open(key) {
  const tabs = JSON.parse(document.querySelector('#tabs').textContent)
  form.hidden = true
  root.hidden = false
  self.YogaGraphiQL.renderYogaGraphiQL(root, {
    title: 'Connexion, test mode',
    endpoint: '/graphiql/graphql',
    defaultTabs: tabs,
    // The first tab's own are not taken from it.
    variables: tabs[0].variables,
    additionalHeaders: { 'Connexion-Key': key },
    shouldPersistHeaders: false,
    subscriptionsProtocol: 'SSE',
    credentials: 'omit',
  })
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const key = form.elements.key.value.trim()
  sessionStorage.setItem(place, key)
  open(key)
})
const kept = sessionStorage.getItem(place)
if (kept) open(kept)
