import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { typed } from '../forms/typed.ts'
import { unmetRules, verdict } from '../judge.server.ts'
import { stepPaths } from '../steps.ts'

/** For the live checklist. */
export const action = async (call: ActionFunctionArgs) =>
  verdict(await unmetRules(call, 'MIGRATION', typed(await call.request.formData(), 'nouveau')))

export const loader = () => redirect(stepPaths.SET_PASSWORD, 303)
