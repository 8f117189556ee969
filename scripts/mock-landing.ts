import type { Mock } from '../mocks/mock.ts'
import { currentStep } from '../server/domain/flow.ts'
import { defaultRules } from '../server/domain/rules.ts'
import { flowPaths } from '../web/steps.ts'

/** Where a scenario is seen first: the step its journey stands at, unless another page was asked for. */
export function landingOf({ start, state, clock }: Mock, path: string): string {
  if (path !== '/') return path
  const flow = state.flows.find(({ handle }) => handle === start.flow?.handle)
  if (flow) return flowPaths[flow.kind][currentStep(flow, defaultRules, clock.now())]
  if (start.token) return '/espace'
  if (start.link) return state.staffActions.length > 0 ? `/annuler/${start.link}` : `/ce-n-est-pas-moi/${start.link}`
  return '/connexion'
}
