import type { UIMatch } from '@remix-run/react'

/** What a route says of its own title, from what it loaded. */
export interface PageHandle {
  title: readonly string[] | ((data: unknown) => readonly string[])
}

const isPageHandle = (handle: unknown): handle is PageHandle =>
  typeof handle === 'object' && handle !== null && 'title' in handle

/** The words before the agency's name in the title: those of the deepest page. */
export function readTitle(matches: UIMatch[]): readonly string[] {
  const deepest = matches.filter((match) => isPageHandle(match.handle)).at(-1)
  if (!deepest || !isPageHandle(deepest.handle)) return []
  const { title } = deepest.handle
  return typeof title === 'function' ? title(deepest.data) : title
}
