import type { NotAllowed } from '../domain/refusals.ts'

/** Of every mutation: for owners themselves, and for partners whose key has the scope FLOWS. */
export const forFlows = {
  authScopes: { flows: true },
  unauthorizedResolver: (): NotAllowed => ({ __typename: 'NotAllowed' }),
} as const
