import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { CancelEmailChange } from '../../client/cancel-email-change.ts'
import { EndSession } from '../../client/end-session.ts'
import { isRefusal } from '../../client/refusals.ts'
import { SessionsQuery } from '../../client/sessions.ts'
import { openApi } from '../api.server.ts'
import { typed } from '../forms/typed.ts'
import { leaveOrTell } from '../leave.server.ts'
import { loadOwner } from '../owner.server.ts'
import { Activities } from '../parts/activities.tsx'
import { Devices } from '../parts/devices.tsx'
import { Page } from '../parts/page.tsx'
import { PendingElsewhere, PendingEmail } from '../parts/pending-email.tsx'
import { RefusedEmail } from '../parts/refused-email.tsx'
import { Rich } from '../parts/rich.tsx'
import { SecurityList } from '../parts/security-list.tsx'
import { findEmailChange } from '../pending-email.server.ts'
import { cookies, keepNews } from '../session.server.ts'
import { settings as words } from '../words/settings.fr.ts'
import { site } from '../words/site.fr.ts'

export const handle = { title: [words.heading, site.place] }

export async function loader(call: LoaderFunctionArgs) {
  const owner = await loadOwner(call)
  const [{ me }, pending] = await Promise.all([openApi(call).query(SessionsQuery, {}), findEmailChange(call, owner)])
  return {
    owner,
    agency: owner.agency,
    sessions: me?.sessions ?? [],
    activities: me?.activities ?? [],
    pendingEmail: pending?.email ?? null,
    now: call.context.now(),
    confirmed: new URL(call.request.url).searchParams.has('confirmee'),
  }
}

/** Ends one of the sessions listed, all the others, or a change of e-mail begun elsewhere. */
export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  if (typed(form, 'action') === 'annuler-le-changement') {
    const { cancelEmailChange } = await openApi(call).mutate(CancelEmailChange, {})
    if (isRefusal(cancelEmailChange)) throw leaveOrTell(cancelEmailChange)
    return redirect('/espace/parametres', { status: 303, headers: cookies(keepNews('changement-annule')) })
  }
  const others = typed(form, 'action') === 'deconnecter-les-autres'
  const { endSession } = await openApi(call).mutate(EndSession, {
    input: { session: others ? null : typed(form, 'appareil') },
  })
  if (isRefusal(endSession)) throw leaveOrTell(endSession)
  const done = others ? 'appareils-deconnectes' : 'appareil-deconnecte'
  const news = keepNews(endSession.emailChangeEnded ? `${done}-et-changement` : done)
  return redirect('/espace/parametres', { status: 303, headers: cookies(news) })
}

export default function Parametres() {
  const { owner, sessions, activities, pendingEmail, now, confirmed } = useLoaderData<typeof loader>()
  const status = confirmed ? <Rich text={words.confirmed(owner.email)} /> : undefined
  return (
    <Page heading={words.heading} over={words.title} drawing="key" menu status={status}>
      {owner.resetBlockedUntil ? (
        <div className="inset">
          <p>{words.blocked(owner.resetBlockedUntil, now)}</p>
        </div>
      ) : null}
      {pendingEmail ? (
        <PendingEmail current={owner.email} next={pendingEmail} />
      ) : owner.pendingEmailChange ? (
        <PendingElsewhere current={owner.email} change={owner.pendingEmailChange} now={now} />
      ) : null}
      {owner.emailRefused ? <RefusedEmail refused={owner.emailRefused} now={now} /> : null}
      <SecurityList owner={owner} />
      <Devices sessions={sessions} now={now} />
      <Activities activities={activities} accounts={owner.sharingAccounts} now={now} />
    </Page>
  )
}
