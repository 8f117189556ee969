import type { Flow } from '../client/flow.ts'
import type { PasswordRule } from '../client/password-policy.ts'
import { isRefusal } from '../client/refusals.ts'
import { SetPassword } from '../client/set-password.ts'
import { type Call, openApi } from './api.server.ts'
import { flowHandle } from './flow.server.ts'

/**
 * Which rules a password does not meet yet, in the journey of this kind; null: it cannot be judged now. It is asked of
 * the judge itself, with a confirmation that cannot match, so that nothing is set: what the page says while an owner
 * types can never differ from the last word.
 */
export async function unmetRules(call: Call, kind: Flow['kind'], password: string): Promise<PasswordRule[] | null> {
  const { setPassword } = await openApi(call).mutate(SetPassword, {
    input: { flow: flowHandle(call, kind), password, confirmation: `${password}≠` },
  })
  const judged = isRefusal(setPassword) && setPassword.__typename === 'PasswordRefused'
  return judged ? setPassword.unmet.filter((rule) => rule !== 'MATCHES_CONFIRMATION') : null
}

/** The answer to the islands' question. */
export const verdict = (unmet: PasswordRule[] | null) =>
  Response.json({ unmet }, { headers: { 'cache-control': 'no-store' } })
