import type { ActionFunctionArgs } from '@remix-run/node'
import { Freeze } from '../../client/freeze.ts'
import { openApi } from '../api.server.ts'
import { closedLink, told } from '../link.server.ts'
import { LinkPage } from '../parts/link-page.tsx'
import { busy } from '../stop.server.ts'
import { freeze as words } from '../words/links.fr.ts'

export const handle = { title: [words.title] }

const frozen = { RESTORED: 'bloque-adresse-remise', TOO_LATE: 'bloque-trop-tard', NONE: 'bloque' } as const

/** The button: closes the accounts of the notice. Once, and it can only close. */
export async function action(call: ActionFunctionArgs) {
  const { freeze } = await openApi(call).mutate(Freeze, { input: { link: call.params.link ?? '' } })
  switch (freeze.__typename) {
    case 'Busy':
      throw busy(freeze.retryAfterSeconds)
    case 'FlowClosed':
      return told(closedLink(freeze.end, { used: 'deja-bloque', late: 'blocage-trop-tard' }))
    case 'Frozen':
      return told(frozen[freeze.emailUndo])
  }
}

export default function CeNestPasMoi() {
  return <LinkPage words={words} paragraphs={[words.text, words.reopen]} drawing="key" leave={words.cancel} />
}
