import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { findOwner } from '../owner.server.ts'

/** The address on the letter: to the owner's space when signed in, else to the form. */
export async function loader(call: LoaderFunctionArgs) {
  return redirect((await findOwner(call)) ? '/espace' : '/connexion', 303)
}

/** Never seen; with it a failure here is a page and not a line of JSON. */
export default () => null
