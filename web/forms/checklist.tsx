import type { PasswordPolicy } from '../../client/password-policy.ts'
import { checklist, password as words } from '../words/password.fr.ts'

interface ChecklistProps {
  id: string
  policy: PasswordPolicy
  /** Where the islands ask for the rules that only the server can judge; null: they are judged with the form. */
  verdict: string | null
}

/**
 * What the password must hold. Without script a plain list that the server judges; with it, each line says by its
 * shape, colour and hidden words whether it is met, and the count is spoken a second after the last key.
 */
export function Checklist({ id, policy, verdict }: ChecklistProps) {
  const [one, many] = words.count
  return (
    <div className="rules" data-verdict={verdict ?? ''}>
      <p id={`${id}-intro`}>{words.rulesIntro}</p>
      <ul id={id} aria-labelledby={`${id}-intro`} data-met={words.met} data-unmet={words.unmet}>
        {checklist(policy).map(({ rule, text }) => (
          <li key={rule} data-rule={rule} data-min={rule === 'MIN_LENGTH' ? policy.minLength : undefined}>
            {text}
          </li>
        ))}
      </ul>
      <p className="vh" role="status" data-one={one} data-many={many} />
    </div>
  )
}
