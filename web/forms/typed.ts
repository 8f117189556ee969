/** The text of one field of a posted form; a file or a missing field reads as empty, and the API refuses it in words. */
export function typed(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Whether two addresses, as typed or as shown, are one: nobody tells capitals apart in an address. */
export const isSameAddress = (one: string | null | undefined, other: string): boolean =>
  one?.trim().toLowerCase() === other.trim().toLowerCase()

/** What follows the @, as it was typed. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).trim()

/**
 * The address of a posted form: typed, or answered to a question about the one that was. `confirmed`: its owner keeps it
 * as it is; a later error of the same form asks no second time (`confirmee`), unless the address has changed since.
 */
export function answeredEmail(form: FormData): { email: string; confirmed: boolean } {
  const kept = typed(form, 'garder') || (typed(form, 'confirmer') === '1' ? typed(form, 'question') : '')
  if (kept) return { email: kept, confirmed: true }
  const email = typed(form, 'email')
  return { email, confirmed: email !== '' && email === typed(form, 'confirmee') }
}
