/** Pages whose last part is the secret of a notice's link (web/routes). */
const secretPages = ['/ce-n-est-pas-moi/', '/annuler/']

/**
 * A path as it may be logged: the secret of a link opens its page to whoever reads the log (security.md, rule 11). Any
 * spelling that the router takes for one of these pages is cut too: escapes, capitals, doubled slashes.
 */
export function loggedPath(path: string): string {
  let read = path
  try {
    read = decodeURIComponent(path)
  } catch {
    // Half an escape: judged as it stands.
  }
  const plain = read.toLowerCase().replace(/\/{2,}/g, '/')
  const page = secretPages.find((start) => plain.startsWith(start))
  return page ? `${page}…` : path
}
