// The browser's side of /graphiql: asks for a test key once, keeps it for this tab, and opens the editor with it.
const form = document.querySelector('form')
const root = document.querySelector('#root')
const place = 'connexion-test-key'

self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => `/graphiql/${label}.js`,
}

/** A tab for each journey, named by it, put where the editor keeps its tabs: those it is given otherwise it names itself. */
function layTabs() {
  if (localStorage.getItem('graphiql:tabState')) return
  const tabs = JSON.parse(document.querySelector('#tabs').textContent)
  const nothingYet = { hash: null, headers: null, operationName: null, response: null }
  const state = { activeTabIndex: 0, tabs: tabs.map((tab, i) => ({ id: `journey-${i}`, ...tab, ...nothingYet })) }
  localStorage.setItem('graphiql:tabState', JSON.stringify(state))
  localStorage.setItem('graphiql:query', tabs[0].query)
  localStorage.setItem('graphiql:variables', tabs[0].variables)
}

function open(key) {
  form.hidden = true
  root.hidden = false
  self.YogaGraphiQL.renderYogaGraphiQL(root, {
    // In one line beside the tabs.
    title: 'Test mode',
    endpoint: '/graphiql/graphql',
    // Without one the editor would add its own.
    defaultTabs: [],
    additionalHeaders: { 'Connexion-Key': key },
    shouldPersistHeaders: false,
    subscriptionsProtocol: 'SSE',
    credentials: 'omit',
  })
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  sessionStorage.setItem(place, form.elements.key.value.trim())
  layTabs()
  location.reload()
})
const kept = sessionStorage.getItem(place)
if (kept) open(kept)
