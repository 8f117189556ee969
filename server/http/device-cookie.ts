import type { Caller } from '../graphql/admit-caller.ts'

type DeviceSlot = NonNullable<Caller['device']>

const name = '__Host-device'
// HttpOnly and `__Host-`: neither a script nor another host of the domain reads or plants it. Lax, as all of ours.
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax'
const written = /^cd_[\w-]{43}$/

/**
 * The known device of a page's request: read from its cookie, handed to the API in process (the contract has no field
 * for it: a program has no device), and set anew on the answer when a sign-in or a migration gave another.
 */
export function openDevice(request: Request, days: number): { slot: DeviceSlot; onto(response: Response): Response } {
  let given: string | null = null
  return {
    slot: {
      held: heldBy(request.headers.get('cookie') ?? ''),
      give(token) {
        given = token
      },
    },
    onto(response) {
      if (given) response.headers.append('set-cookie', `${name}=${given}; ${attributes}; Max-Age=${days * 86_400}`)
      return response
    },
  }
}

/** What is no token of ours by its form counts as none. */
function heldBy(cookies: string): string | null {
  const values = cookies.split(';').flatMap((pair) => {
    const [key, value] = pair.trim().split('=')
    return key === name && value ? [value] : []
  })
  return values.find((value) => written.test(value)) ?? null
}
