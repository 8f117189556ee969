import type { LoaderFunctionArgs } from '@remix-run/node'
import { tellDelivery } from '../delivery-state.server.tsx'
import { findOwner } from '../owner.server.ts'
import { findEmailChange } from '../pending-email.server.ts'

/** For the island of the page of the code. The journey must be of whoever is signed in: a computer may be shared. */
export const loader = (call: LoaderFunctionArgs) =>
  tellDelivery(call, async () => {
    const owner = await findOwner(call)
    return owner && findEmailChange(call, owner)
  })
