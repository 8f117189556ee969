import { ChooseEmail } from 'connexion/client/choose-email'
import { isRefusal } from 'connexion/client/refusals'
import { SetPassword } from 'connexion/client/set-password'
import { StartMigration } from 'connexion/client/start-migration'
import { VerifyEmailCode } from 'connexion/client/verify-email-code'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import type { AnyVariables, TypedDocumentNode } from 'urql'
import { clientOf, send } from './api.ts'

type Step = 'letter' | 'email' | 'code' | 'password' | 'done'

interface Props {
  url: string
  apiKey: string
  letter: { identifier: string; password: string }
}

/** A first connection on a partner's own page. */
export function App({ url, apiKey: key, letter }: Props) {
  const client = useMemo(() => clientOf(url), [url])
  const [step, setStep] = useState<Step>('letter')
  const [flow, setFlow] = useState('')
  const [said, setSaid] = useState('')
  const wish = useRef(crypto.randomUUID())
  const ask = <Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ) => send(client, { key, repeat: wish.current }, document, variables)

  async function take(typed: FormData): Promise<{ step: Step; said?: string } | { said: string }> {
    const field = (name: string) => String(typed.get(name) ?? '')
    if (step === 'letter') {
      const input = { identifier: field('identifier'), issuedPassword: field('password') }
      const { startMigration } = await ask(StartMigration, { input })
      if (isRefusal(startMigration)) return { said: startMigration.message }
      setFlow(startMigration.handle)
      return { step: 'email' }
    }
    if (step === 'email') {
      const { chooseEmail } = await ask(ChooseEmail, { input: { flow, email: field('email') } })
      return isRefusal(chooseEmail) ? { said: chooseEmail.message } : { step: 'code' }
    }
    if (step === 'code') {
      const { verifyEmailCode } = await ask(VerifyEmailCode, { input: { flow, code: field('code') } })
      return isRefusal(verifyEmailCode) ? { said: verifyEmailCode.message } : { step: 'password' }
    }
    const password = field('password')
    const { setPassword } = await ask(SetPassword, { input: { flow, password, confirmation: password } })
    if (isRefusal(setPassword)) return { said: setPassword.message }
    return { step: 'done', said: `${setPassword.accounts.length} accounts are open.` }
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    try {
      const next = await take(new FormData(event.currentTarget))
      setSaid(next.said ?? '')
      if ('step' in next) setStep(next.step)
      wish.current = crypto.randomUUID()
    } catch (error) {
      // Not answered: the same wish may be sent again.
      setSaid(String(error))
    }
  }

  return (
    <main>
      <h1>A partner’s portal</h1>
      {step !== 'done' && (
        <form key={step} onSubmit={submit}>
          {step === 'letter' && <Field name="identifier" value={letter.identifier} />}
          {step === 'letter' && <Field name="password" value={letter.password} />}
          {step === 'email' && <Field name="email" />}
          {step === 'code' && <Field name="code" complete="one-time-code" />}
          {step === 'password' && <Field name="password" />}
          <button type="submit">Next</button>
        </form>
      )}
      <p role="status">{said}</p>
    </main>
  )
}

function Field({ name, value = '', complete = 'off' }: { name: string; value?: string; complete?: string }) {
  return (
    <p>
      <label>
        {name} <input name={name} defaultValue={value} autoComplete={complete} />
      </label>
    </p>
  )
}
