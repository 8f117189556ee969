import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ChangeEmail } from '../../client/change-email.ts'
import { isRefusal } from '../../client/refusals.ts'
import { openApi } from '../api.server.ts'
import { Submit } from '../forms/button.tsx'
import { EmailField } from '../forms/email-field.tsx'
import { EmailQuestion, KeepAnyway } from '../forms/email-question.tsx'
import { Field } from '../forms/field.tsx'
import { PasswordField } from '../forms/password-field.tsx'
import { answeredEmail, typed } from '../forms/typed.ts'
import { leaveOrTell } from '../leave.server.ts'
import { loadOwner } from '../owner.server.ts'
import { Page } from '../parts/page.tsx'
import { Rich } from '../parts/rich.tsx'
import { findEmailChange } from '../pending-email.server.ts'
import { cookies, keepFlow } from '../session.server.ts'
import { flowPaths } from '../steps.ts'
import { advice } from '../words/advice.fr.ts'
import { faultsOf } from '../words/refusals.fr.ts'
import { settings, changeEmail as words } from '../words/settings.fr.ts'
import { site } from '../words/site.fr.ts'

const paths = flowPaths.EMAIL_CHANGE

export const handle = { title: [words.title, site.place] }

export async function loader(call: LoaderFunctionArgs) {
  const owner = await loadOwner(call)
  const pending = await findEmailChange(call, owner)
  return {
    identifier: owner.account.identifier,
    email: owner.email,
    agency: owner.agency,
    pending: pending?.email ?? '',
  }
}

export async function action(call: ActionFunctionArgs) {
  const form = await call.request.formData()
  const { email, confirmed } = answeredEmail(form)
  // The answer to a question is one press: the address was typed twice before it.
  const emailConfirmation = form.has('question') || form.has('garder') ? email : typed(form, 'confirmationEmail')
  const { changeEmail } = await openApi(call).mutate(ChangeEmail, {
    input: { email, emailConfirmation, password: typed(form, 'motDePasse'), confirmed },
  })
  if (!isRefusal(changeEmail)) {
    const { handle, flow } = changeEmail
    return redirect(paths.ENTER_CODE, {
      status: 303,
      headers: cookies(keepFlow('EMAIL_CHANGE', handle, flow.expiresAt)),
    })
  }
  const refusal = leaveOrTell(changeEmail, 'EMAIL_CHANGE')
  const question = refusal.__typename === 'EmailQuestioned' ? refusal : null
  const answer = { email, emailConfirmation, question, confirmed }
  if (question && (question.suggestion || question.filter)) return { ...answer, faults: [], meant: null }
  const faults = faultsOf(refusal, { now: call.context.now(), control: 'email', current: 'motDePasse', typed: email })
  const meant = refusal.__typename === 'EmailRefused' ? refusal.meant : null
  return data({ ...answer, faults, meant }, 422)
}

export default function ModifierEmail() {
  const { identifier, email, pending } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const faults = refused?.faults ?? []
  const proof = (
    <>
      <Field id="identifiant" label={words.identifier} defaultValue={identifier} readOnly autoComplete="username" />
      <PasswordField
        id="motDePasse"
        shows={['motDePasse']}
        label={words.password}
        hint={faults.length === 0 && refused?.question ? advice.passwordAgain : undefined}
        faults={faults}
        autoComplete="current-password"
        enterKeyHint="go"
      />
    </>
  )
  if (refused?.question && faults.length === 0) {
    return (
      <Page heading={words.title} over={settings.heading} drawing="envelope" menu>
        <EmailQuestion question={refused.question} typed={refused.email} action={paths.CHOOSE_EMAIL}>
          {proof}
        </EmailQuestion>
      </Page>
    )
  }
  return (
    <Page heading={words.title} over={settings.heading} drawing="envelope" menu faults={faults}>
      <p className="lead">
        <Rich text={words.current(email)} />
      </p>
      {refused?.meant ? (
        <p className="inset">
          <Rich text={advice.meant(refused.meant)} />
        </p>
      ) : null}
      <form method="post" action={paths.CHOOSE_EMAIL} noValidate>
        <EmailField
          id="email"
          label={words.label}
          hint={words.hint}
          faults={faults}
          defaultValue={refused?.email ?? pending}
          autoComplete="email"
          enterKeyHint="next"
        />
        <EmailField
          id="confirmationEmail"
          label={words.confirmation}
          faults={faults}
          defaultValue={refused?.emailConfirmation ?? ''}
          autoComplete="off"
          enterKeyHint="next"
        />
        {refused?.confirmed ? <input type="hidden" name="confirmee" value={refused.email} /> : null}
        {proof}
        <p className="choice">
          <Submit>{words.submit}</Submit>
          {refused?.question ? <KeepAnyway address={refused.email} /> : null}
          <a className="secondary" href="/espace/parametres">
            {words.cancel}
          </a>
        </p>
      </form>
    </Page>
  )
}
