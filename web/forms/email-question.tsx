import type { ReactNode } from 'react'
import type { EmailQuestion as Question } from '../../client/refusals.ts'
import { useAgency } from '../agency.ts'
import { Rich } from '../parts/rich.tsx'
import { advice as words } from '../words/advice.fr.ts'
import { Submit } from './button.tsx'
import { domainOf } from './typed.ts'

interface EmailQuestionProps {
  question: Question
  /** The address in question, as its owner typed it. */
  typed: string
  /** Where the answer is posted, and where another address is written. */
  action: string
  /** What has to be posted again with the answer. */
  children?: ReactNode
}

/** Warned, never blocked: the address that was probably meant, or the filter in front of it, and the owner's choice. */
export function EmailQuestion({ question, typed, action, children }: EmailQuestionProps) {
  const { suggestion, filter, noServer } = question
  const agency = useAgency()
  return (
    // biome-ignore lint/a11y/noAutofocus: the page comes back with a question, and the reader must land on it
    <div className="question" role="alert" tabIndex={-1} autoFocus>
      <h2>{suggestion ? <Rich text={words.meant(suggestion)} /> : words.title}</h2>
      <p className="typed">
        <Rich text={words.typed(typed)} />
      </p>
      {noServer ? <p>{words.noServer(domainOf(typed))}</p> : null}
      {filter ? (
        <>
          <p>
            <Rich text={words.filter.text(filter)} />
          </p>
          {agency ? (
            <p>
              <Rich text={words.filter.sender(agency.senderAddress)} />
            </p>
          ) : null}
        </>
      ) : null}
      <form method="post" action={action} noValidate>
        <input type="hidden" name="question" value={typed} />
        {children}
        {suggestion ? (
          <Submit name="email" value={suggestion}>
            {words.use(suggestion)}
          </Submit>
        ) : null}
        <Submit className={suggestion ? 'secondary' : 'primary'} name="confirmer" value="1">
          {suggestion ? words.keep(typed) : words.filter.send}
        </Submit>
        <a className="secondary" href={action}>
          {words.another}
        </a>
      </form>
    </div>
  )
}

/** Beside a refused address: what was plainly meant by it. */
export function EmailMeant({ address, action }: { address: string; action: string }) {
  return (
    <form method="post" action={action} noValidate className="question">
      <p>
        <Rich text={words.meant(address)} />
      </p>
      <Submit className="secondary" name="email" value={address}>
        {words.use(address)}
      </Submit>
    </form>
  )
}

/** Beside the button of a form whose address has no mail server that we find: it stays its owner's to decide. */
export function KeepAnyway({ address }: { address: string }) {
  return (
    <Submit className="secondary" name="garder" value={address}>
      {words.keepAnyway(address)}
    </Submit>
  )
}
