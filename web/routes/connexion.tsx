import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { isRefusal } from '../../client/refusals.ts'
import { SignIn } from '../../client/sign-in.ts'
import { openApi } from '../api.server.ts'
import { findFlow } from '../flow.server.ts'
import { Submit } from '../forms/button.tsx'
import { IdentifierField } from '../forms/identifier-field.tsx'
import { PasswordField } from '../forms/password-field.tsx'
import { typed } from '../forms/typed.ts'
import { leaveOrTell } from '../leave.server.ts'
import { endReplacedSession, findOwner } from '../owner.server.ts'
import { Page } from '../parts/page.tsx'
import { ResetUnderWay } from '../parts/reset-under-way.tsx'
import { Rich } from '../parts/rich.tsx'
import {
  cookies,
  dropFlow,
  dropIdentifier,
  flowCookies,
  keepFlow,
  keepIdentifier,
  keepSession,
  readCookie,
  readIdentifier,
} from '../session.server.ts'
import { stepNumbers } from '../steps.ts'
import { connexion as words } from '../words/connexion.fr.ts'
import { faultsOf } from '../words/refusals.fr.ts'

export const handle = { title: [words.title] }

export async function loader(call: LoaderFunctionArgs) {
  const [flow, reset, owner] = await Promise.all([
    findFlow(call, 'MIGRATION'),
    findFlow(call, 'RESET'),
    findOwner(call),
  ])
  return {
    // The QR code of the letter carries the identifier and nothing else; a forgotten password left it in its cookie.
    identifier: new URL(call.request.url).searchParams.get('id') ?? readIdentifier(call.request),
    resetUnderWay: reset ? { step: reset.step, codeSentAt: reset.codeSentAt } : null,
    underWay: flow ? stepNumbers[flow.step] : null,
    signedIn: owner !== null,
  }
}

export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  const identifier = typed(form, 'identifiant')
  // The typed identifier goes along; a password typed by habit is dropped here, unread.
  if (typed(form, 'action') === 'oubli') {
    return redirect('/mot-de-passe-oublie', { status: 303, headers: cookies(keepIdentifier(identifier)) })
  }
  const { signIn } = await openApi(call).mutate(SignIn, {
    input: { identifier, password: typed(form, 'motDePasse'), flow: readCookie(call.request, flowCookies.MIGRATION) },
  })
  if (isRefusal(signIn)) {
    const faults = faultsOf(leaveOrTell(signIn), { now: call.context.now() })
    return data({ faults, identifier }, 422)
  }
  if (signIn.__typename === 'MigrationStarted') {
    const headers = cookies(keepFlow('MIGRATION', signIn.handle, signIn.flow.expiresAt))
    return redirect('/premiere-connexion', { status: 303, headers })
  }
  await endReplacedSession(call)
  const headers = cookies(keepSession(signIn.token), dropFlow('RESET'), dropIdentifier())
  return redirect('/espace', { status: 303, headers })
}

export default function Connexion() {
  const loaded = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  return (
    <Page heading={words.heading} drawing="key" faults={faults}>
      {loaded.underWay ? (
        <div className="inset">
          <p>
            <Rich text={words.underWay.text(loaded.underWay)} />
          </p>
          <a className="secondary" href="/premiere-connexion">
            {words.underWay.resume}
          </a>
        </div>
      ) : null}
      {refused ? null : <ResetUnderWay flow={loaded.resetUnderWay} />}
      {loaded.signedIn ? (
        <div className="inset">
          <p>{words.signedIn.text}</p>
          <a className="secondary" href="/espace">
            {words.signedIn.go}
          </a>
        </div>
      ) : null}
      <p className="lead">{words.lead}</p>
      <form method="post" action="/connexion" noValidate>
        <IdentifierField faults={faults} defaultValue={refused?.identifier ?? loaded.identifier} />
        <PasswordField
          id="motDePasse"
          shows={['motDePasse']}
          label={words.password.label}
          hint={words.password.hint}
          faults={faults}
          autoComplete="current-password"
          enterKeyHint="go"
        />
        <Submit>{words.submit}</Submit>
        <p className="aside">
          {/* After « Connexion »: the Enter key takes the first button of a form. */}
          <button className="link" type="submit" name="action" value="oubli" formNoValidate>
            {words.forgotten}
          </button>
          <a className="link" href="/aide#courrier">
            {words.noLetter}
          </a>
        </p>
      </form>
      <p className="note">{words.lost}</p>
    </Page>
  )
}
