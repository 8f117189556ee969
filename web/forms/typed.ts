/** The text of one field of a posted form; a file or a missing field reads as empty, and the API refuses it in words. */
export function typed(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Whether two addresses, as typed or as shown, are one: nobody tells capitals apart in an address. */
export const isSameAddress = (one: string | null | undefined, other: string): boolean =>
  one?.trim().toLowerCase() === other.trim().toLowerCase()
