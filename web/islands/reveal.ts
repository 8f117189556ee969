import { addButton, all } from './find.ts'

/** « Afficher le mot de passe », and « Copier » where a new one is chosen. */
export function revealPasswords() {
  for (const input of all<HTMLInputElement>('input[data-show]')) {
    const { show = '', hide = '', copy, copied = '' } = input.dataset
    const row = document.createElement('div')
    row.className = 'tools'
    input.insertAdjacentElement('afterend', row)
    const toggle = addButton(row, show, () => turn(input.type === 'password'))
    toggle.setAttribute('aria-controls', input.id)
    const turn = (shown: boolean) => {
      input.type = shown ? 'text' : 'password'
      toggle.textContent = shown ? hide : show
      toggle.setAttribute('aria-pressed', String(shown))
    }
    turn(false)
    // Back to a password before it leaves: browsers offer to save it, and keep no text field in their memory of forms.
    input.form?.addEventListener('submit', () => turn(false))
    if (copy && navigator.clipboard) {
      const button = addButton(row, copy, () => {
        navigator.clipboard.writeText(input.value).then(() => {
          button.textContent = copied
          setTimeout(() => (button.textContent = copy), 3000)
        })
      })
    }
  }
}
