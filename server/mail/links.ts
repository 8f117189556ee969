import type { Deps } from '../deps.ts'
import { linkToken } from '../link.ts'
import type { LoadedAccount, LoadedMessage } from './loaded-message.ts'
import type { NoticeLink } from './messages/owner-words.ts'

/** Where this cabinet's owners sign in. A demonstration answers on localhost only, whatever its cabinets are called. */
export function siteOf(
  { hostNames }: LoadedAccount['owner']['agency'],
  { mode, publicUrl }: Pick<Deps['settings'], 'mode' | 'publicUrl'>,
): URL {
  const site = new URL(publicUrl)
  if (mode === 'production' && hostNames[0]) site.hostname = hostNames[0]
  return site
}

/** « Bloquer mon compte »: the page that freezes the notice's credential, once. Null: the notice has no such link. */
export function freezeLinkOf(
  { freezeLink }: LoadedMessage,
  site: URL,
  { keys }: Pick<Deps, 'keys'>,
): NoticeLink | null {
  if (!freezeLink) return null
  const token = linkToken(keys, 'freeze link', freezeLink)
  return { to: new URL(`/ce-n-est-pas-moi/${token}`, site), until: freezeLink.expiresAt }
}

/** The page on which an owner says no to what the service asked for; null once it was done or cancelled. */
export function cancelLinkOf(
  action: NonNullable<LoadedMessage['staffAction']>,
  site: URL,
  { keys }: Pick<Deps, 'keys'>,
): NoticeLink | null {
  if (action.doneAt || action.cancelledAt) return null
  return { to: new URL(`/annuler/${linkToken(keys, 'staff action', action)}`, site), until: action.effectiveAt }
}
