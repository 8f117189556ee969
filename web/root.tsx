import { data, type LoaderFunctionArgs } from '@remix-run/node'
import { Links, Outlet, useMatches } from '@remix-run/react'
import type { ReactNode } from 'react'
import { AgencyQuery } from '../client/agency.ts'
import { useAgency } from './agency.ts'
import { openApi } from './api.server.ts'
import { readableAccent } from './contrast.ts'
import { useDocument } from './document.ts'
import script from './islands/main.ts?worker&url'
import { StopPage } from './parts/stop-page.tsx'
import { cookies, dropNews, readNews } from './session.server.ts'
import styles from './styles/site.css?url'
import { readTitle } from './title.ts'
import { site } from './words/site.fr.ts'
import { stops } from './words/stops.fr.ts'

export async function loader(call: LoaderFunctionArgs) {
  const { agency } = await openApi(call).query(AgencyQuery, { host: call.context.host })
  const news = readNews(call.request)
  return data({ agency, news }, news ? { headers: cookies(dropNews()) } : {})
}

export default Outlet

/** Reached when even the letterhead could not be loaded. */
export const ErrorBoundary = StopPage

// A house in the letterhead's green; inside the page, so that a browser asks for nothing more.
const icon =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 32 32%22%3E%3Cpath fill=%22%230B5351%22 d=%22M16 3L2 15h4v14h8v-9h4v9h8V15h4z%22/%3E%3C/svg%3E'

export function Layout({ children }: { children: ReactNode }) {
  const { nonce, refused, stop } = useDocument()
  const agency = useAgency()
  const accent = readableAccent(agency?.accent ?? null)
  const subject = readTitle(useMatches())
  const title = [...(stop ? [stops[stop.stop].title] : subject), agency?.name].filter(Boolean).join(' – ')
  return (
    <html lang="fr">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <title>{refused ? `${site.errorTitle}\u00a0: ${title}` : title}</title>
        <link rel="icon" href={icon} />
        <link rel="stylesheet" href={styles} />
        {accent ? <style nonce={nonce}>{`:root{--accent:${accent}}`}</style> : null}
        {import.meta.env.DEV ? <script type="module" src="/web/islands/main.ts" /> : <script defer src={script} />}
        <Links />
      </head>
      <body>{children}</body>
    </html>
  )
}
