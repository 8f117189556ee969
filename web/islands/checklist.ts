import { all } from './find.ts'

// What the text alone decides, as the server decides it; what is left is asked of the server.
const tests: Record<string, (text: string, line: HTMLElement) => boolean> = {
  MIN_LENGTH: (text, line) => Array.from(text).length >= Number(line.dataset.min),
  UPPERCASE: (text) => /\p{Lu}/u.test(text),
  LOWERCASE: (text) => /\p{Ll}/u.test(text),
  DIGIT: (text) => /\p{Nd}/u.test(text),
}

/** Ticks the rules while a password is typed, speaks their count a second after the last key, and gives the verdict. */
export function judgeWhileTyping() {
  const box = document.querySelector<HTMLElement>('[data-verdict]')
  const password = document.querySelector<HTMLInputElement>('#nouveau')
  const confirmation = document.querySelector<HTMLInputElement>('#confirmation')
  const verdict = document.querySelector<HTMLElement>('[data-valid]')
  const list = box?.querySelector('ul')
  const count = box?.querySelector<HTMLElement>('[role=status]')
  if (!box || !password || !confirmation || !verdict || !list || !count) return
  const address = box.dataset.verdict
  // Where the server cannot be asked before the form is sent, its own rules are shown without a mark.
  const lines = all('[data-rule]', list).filter((line) => address || tests[line.dataset.rule ?? ''])
  const asked = lines.filter((line) => !tests[line.dataset.rule ?? ''])
  // The passwords the server has judged, so that going back and forth asks nothing twice.
  const judged = new Map<string, string[]>()
  let pause = 0

  const ruleMet = (line: HTMLElement, text: string) => {
    const unmet = judged.get(text)
    return tests[line.dataset.rule ?? '']?.(text, line) ?? (unmet !== undefined && unmet.length === 0)
  }
  const show = () => {
    const text = password.value.normalize('NFKC')
    const met = lines.filter((line) => mark(line, ruleMet(line, text), list.dataset))
    const whole = met.length === lines.length && password.value === confirmation.value
    if ((verdict.textContent !== '') !== whole) verdict.textContent = whole ? (verdict.dataset.valid ?? '') : ''
    return { text, met: met.length }
  }
  const speak = ({ met }: { met: number }) => {
    const words = (met === 1 ? count.dataset.one : count.dataset.many) ?? ''
    count.textContent = words.replace('{met}', String(met)).replace('{all}', String(lines.length))
  }
  const settle = async () => {
    const { text, met } = show()
    if (address && asked.length > 0 && met >= lines.length - asked.length && !judged.has(text)) {
      const unmet = await ask(address, password.value)
      if (unmet) judged.set(text, unmet)
    }
    speak(show())
  }
  const typed = () => {
    show()
    clearTimeout(pause)
    pause = window.setTimeout(settle, 1000)
  }
  password.addEventListener('input', typed)
  confirmation.addEventListener('input', typed)
  show()
}

/** Sets one line's shape and hidden words; answers whether its rule is met. */
function mark(line: HTMLElement, met: boolean, words: DOMStringMap): boolean {
  line.className = met ? 'met' : 'unmet'
  const hidden = line.querySelector('.vh') ?? line.appendChild(document.createElement('span'))
  hidden.className = 'vh'
  hidden.textContent = ` ${(met ? words.met : words.unmet) ?? ''}`
  return met
}

async function ask(address: string, password: string): Promise<string[] | null> {
  try {
    const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ nouveau: password }) })
    const { unmet } = await answer.json()
    return Array.isArray(unmet) ? unmet : null
  } catch {
    // Without the network's word the line stays « à faire », and the last word is the server's anyway.
    return null
  }
}
