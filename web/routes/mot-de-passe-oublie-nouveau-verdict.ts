import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { typed } from '../forms/typed.ts'
import { unmetRules, verdict } from '../judge.server.ts'
import { flowPaths } from '../steps.ts'

/** For the live checklist. */
export const action = async (call: ActionFunctionArgs) =>
  verdict(await unmetRules(call, 'RESET', typed(await call.request.formData(), 'nouveau')))

export const loader = () => redirect(flowPaths.RESET.SET_PASSWORD, 303)
