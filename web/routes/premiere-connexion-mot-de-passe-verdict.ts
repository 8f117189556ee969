import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { isRefusal } from '../../client/refusals.ts'
import { SetPassword } from '../../client/set-password.ts'
import { openApi } from '../api.server.ts'
import { typed } from '../forms/typed.ts'
import { migrationHandle } from '../migration.server.ts'
import { stepPaths } from '../steps.ts'

/**
 * For the live checklist: which rules a password does not meet yet. It is asked of the judge itself, with a
 * confirmation that cannot match, so that nothing is set; the verdict shown can then never differ from the last one.
 */
export async function action(call: ActionFunctionArgs) {
  const password = typed(await call.request.formData(), 'nouveau')
  const { setPassword } = await openApi(call).mutate(SetPassword, {
    input: { flow: migrationHandle(call), password, confirmation: `${password}≠` },
  })
  const judged = isRefusal(setPassword) && setPassword.__typename === 'PasswordRefused'
  const unmet = judged ? setPassword.unmet.filter((rule) => rule !== 'MATCHES_CONFIRMATION') : null
  return Response.json({ unmet }, { headers: { 'cache-control': 'no-store' } })
}

export const loader = () => redirect(stepPaths.SET_PASSWORD, 303)
