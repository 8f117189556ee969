import { addButton, all } from './find.ts'

/** « Afficher le mot de passe », and « Copier » where a new one is chosen. */
export function revealPasswords() {
  for (const tools of all('[data-shows]')) {
    const { shows = '', show = '', hide = '', copy, copied = '' } = tools.dataset
    const fields = shows.split(' ').map((id) => document.getElementById(id) as HTMLInputElement)
    const [first] = fields
    if (!first) continue
    const toggle = addButton(tools, show, () => turn(first.type === 'password'))
    toggle.setAttribute('aria-controls', shows)
    const turn = (shown: boolean) => {
      for (const field of fields) field.type = shown ? 'text' : 'password'
      toggle.textContent = shown ? hide : show
      toggle.setAttribute('aria-pressed', String(shown))
    }
    turn(false)
    // Back to a password before it leaves: browsers offer to save it, and keep no text field in their memory of forms.
    first.form?.addEventListener('submit', () => turn(false))
    if (copy) offerCopy(tools, first, copy, copied)
  }
}

function offerCopy(tools: HTMLElement, field: HTMLInputElement, copy: string, copied: string) {
  // Absent in old browsers, and wherever the connection is not secure.
  if (!navigator.clipboard) return
  const status = document.createElement('span')
  status.setAttribute('role', 'status')
  status.className = 'copied'
  addButton(tools, copy, () => {
    if (field.value) navigator.clipboard.writeText(field.value).then(() => (status.textContent = copied))
  })
  tools.appendChild(status)
}
