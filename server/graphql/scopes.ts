import { type Right, rightsOf } from '../domain/partner-key.ts'
import type { Context } from './context.ts'

/** What the caller may do, as fields ask it (`authScopes`). */
export const scopesOf = ({ caller }: Pick<Context, 'caller'>): Record<Right, boolean> => rightsOf(caller.key)
