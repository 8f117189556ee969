import { addButton, all } from './find.ts'

/** « Afficher le mot de passe », and « Copier » where a new one is chosen. */
export function revealPasswords() {
  for (const input of all<HTMLInputElement>('input[data-shows]')) {
    const { shows = '', show = '', hide = '', copy } = input.dataset
    const fields = shows.split(' ').map((id) => document.getElementById(id) as HTMLInputElement)
    const row = document.createElement('div')
    row.className = 'tools'
    input.insertAdjacentElement('afterend', row)
    const toggle = addButton(row, show, () => turn(input.type === 'password'))
    toggle.setAttribute('aria-controls', shows)
    const turn = (shown: boolean) => {
      for (const field of fields) field.type = shown ? 'text' : 'password'
      toggle.textContent = shown ? hide : show
      toggle.setAttribute('aria-pressed', String(shown))
    }
    // Back to a password before it leaves: browsers offer to save it, and keep no text field in their memory of forms.
    input.form?.addEventListener('submit', () => turn(false))
    if (copy) offerCopy(row, input, copy, input.dataset.copied ?? '')
  }
}

function offerCopy(row: HTMLElement, input: HTMLInputElement, copy: string, copied: string) {
  // Absent in old browsers, and wherever the connection is not secure.
  if (!navigator.clipboard) return
  const status = document.createElement('span')
  status.setAttribute('role', 'status')
  status.className = 'copied'
  addButton(row, copy, () => {
    if (input.value) navigator.clipboard.writeText(input.value).then(() => (status.textContent = copied))
  })
  row.appendChild(status)
}
