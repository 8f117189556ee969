import type { ActionFunctionArgs } from '@remix-run/node'
import { CancelStaffAction } from '../../client/cancel-staff-action.ts'
import { openApi } from '../api.server.ts'
import { closedLink, told } from '../link.server.ts'
import { LinkPage } from '../parts/link-page.tsx'
import { busy } from '../stop.server.ts'
import { cancelRequest as words } from '../words/links.fr.ts'

export const handle = { title: [words.title] }

/** The button: the owner's no to what the service was asked for. */
export async function action(call: ActionFunctionArgs) {
  const { cancelStaffAction } = await openApi(call).mutate(CancelStaffAction, {
    input: { link: call.params.link ?? '' },
  })
  switch (cancelStaffAction.__typename) {
    case 'Busy':
      throw busy(cancelStaffAction.retryAfterSeconds)
    case 'FlowClosed':
      return told(closedLink(cancelStaffAction.end, { used: 'deja-annule', late: 'annulation-trop-tard' }))
    case 'StaffActionCancelled':
      return told('annule')
  }
}

export default function Annuler() {
  return <LinkPage words={words} paragraphs={[words.text, words.ask]} drawing="letter" leave={words.keep} />
}
