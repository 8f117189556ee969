import type { LoaderFunctionArgs } from '@remix-run/node'
import { tellDelivery } from '../delivery-state.server.tsx'
import { findFlow } from '../flow.server.ts'

/** For the island of the page of the code. */
export const loader = (call: LoaderFunctionArgs) => tellDelivery(call, () => findFlow(call, 'MIGRATION'))
