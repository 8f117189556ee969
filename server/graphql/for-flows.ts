import type { NotAllowed } from '../domain/refusals.ts'

const notAllowed = (): NotAllowed => ({ __typename: 'NotAllowed' })

/** Of every step: for owners themselves, and for partners whose key has the scope FLOWS. */
export const forFlows = {
  authScopes: { flows: true },
  unauthorizedResolver: notAllowed,
} as const

/** Of what moves a sandbox: for test keys alone, whatever their scopes. */
export const forTestKeys = { authScopes: { testMode: true }, unauthorizedResolver: notAllowed } as const
