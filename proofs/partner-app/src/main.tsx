import { startMockWorker } from 'connexion/mocks/browser'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const { mock } = await startMockWorker()
const key = new URLSearchParams(location.search).get('key') ?? 'pk_mock'
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App url="https://syndic.example/graphql" apiKey={key} letter={mock.start} />
    </StrictMode>,
  )
}
