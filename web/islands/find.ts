export const all = <E extends HTMLElement>(selector: string, from: ParentNode = document): E[] =>
  Array.from(from.querySelectorAll<E>(selector))

/** A button that only a script can serve: it exists only where the script runs. */
export function addButton(after: Element, label: string, onClick: (button: HTMLButtonElement) => void) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'link'
  button.textContent = label
  button.addEventListener('click', () => onClick(button))
  after.appendChild(button)
  return button
}
