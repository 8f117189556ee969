/** The text of one field of a posted form; a file or a missing field reads as empty, and the API refuses it in words. */
export function typed(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
