/** Old Safari gives focus to fields only: the summary of errors, or the heading of a last page, takes it here. */
export function focusFirst() {
  const first = document.querySelector<HTMLElement>('[autofocus]')
  if (first && document.activeElement !== first) first.focus()
}
