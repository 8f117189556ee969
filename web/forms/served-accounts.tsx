import type { Flow } from '../../client/flow.ts'
import { Rich } from '../parts/rich.tsx'
import { password as words } from '../words/password.fr.ts'
import { Checkbox } from './checkbox.tsx'

type Account = Flow['accounts'][number]

export interface ServedAccountsProps {
  /** Served whatever is ticked: the account of the letter in hand, or all that share the password. */
  fixed: readonly Account[]
  /** The owner's other accounts that wait for a first connection: may be unticked, and then stay as they are. */
  others?: readonly Account[]
  ticked?: readonly string[]
}

export function ServedAccounts({ fixed, others = [], ticked = [] }: ServedAccountsProps) {
  return (
    <fieldset className="served">
      <legend>{words.servesFor}</legend>
      {fixed.map((account) => (
        <p className="fixed" key={account.id}>
          <Rich text={words.account(account)} />
        </p>
      ))}
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
