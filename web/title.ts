import type { UIMatch } from '@remix-run/react'

/** What a route says of its own title, from what it loaded. */
export interface PageHandle {
  title: readonly string[]
}

const isPageHandle = (handle: unknown): handle is PageHandle =>
  typeof handle === 'object' && handle !== null && 'title' in handle

/** The words before the agency's name in the title: those of the deepest page. */
export function readTitle(matches: UIMatch[]): readonly string[] {
  const handles = matches.map(({ handle }) => handle).filter(isPageHandle)
  return handles.at(-1)?.title ?? []
}
