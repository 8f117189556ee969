/** « , par le portail « Lumen » »: whose program it came through; nothing: our own site, or nobody's. */
export function throughPortal(name: string | null | undefined): string {
  return name ? `, par le portail « ${name} »` : ''
}
