import type { Flow } from '../../client/flow.ts'
import { Rich } from '../parts/rich.tsx'
import { password as words } from '../words/password.fr.ts'
import { Checkbox } from './checkbox.tsx'

type Account = Flow['accounts'][number]

export interface ServedAccountsProps {
  /** The account of the letter in hand: always served. */
  first: Account
  /** The owner's other accounts that wait for a first connection: may be unticked, and then stay as they are. */
  others: readonly Account[]
  ticked: readonly string[]
}

export function ServedAccounts({ first, others, ticked }: ServedAccountsProps) {
  return (
    <fieldset className="served">
      <legend>{words.servesFor}</legend>
      <p className="fixed">
        <Rich text={words.account(first)} />
      </p>
      {others.map((account) => (
        <Checkbox
          key={account.id}
          id={`compte-${account.id}`}
          name="compte"
          value={account.id}
          defaultChecked={ticked.includes(account.id)}
          label={<Rich text={words.account(account)} />}
        />
      ))}
    </fieldset>
  )
}
