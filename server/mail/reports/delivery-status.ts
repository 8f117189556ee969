/** What one recipient's part of a delivery report says (RFC 3464 §2.3), enumerated: never an address or a text. */
export interface RecipientStatus {
  action: 'failed' | 'delayed' | 'delivered'
  /** `5.1.1`; null: absent, malformed, or `x.0.0`, which says nothing. */
  status: string | null
  /** What the far server answered, when the diagnostic is SMTP's: its reply code and enhanced code. */
  answer: { code: string; enhanced: string | null } | null
}

const mostGroups = 20

/**
 * Reads a `message/delivery-status` body: groups of fields apart by empty lines, the first about the message, each other
 * about a recipient. `relayed` and `expanded` say that nobody knows any more, and are left out. Fields are looked at one
 * line after another, so that no text costs more than its length.
 */
export function readDeliveryStatus(text: string): RecipientStatus[] {
  const groups = text.replaceAll('\r\n', '\n').split(/\n[ \t]*\n/, mostGroups)
  return groups.flatMap((group) => readGroup(group) ?? [])
}

function readGroup(group: string): RecipientStatus | null {
  const fields = new Map<string, string>()
  let last = ''
  for (const line of group.split('\n')) {
    const [, name, value] = /^([A-Za-z-]{1,40})[ \t]*:(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) {
      last = name.toLowerCase()
      if (fields.has(last)) last = ''
      else fields.set(last, value.trim())
    } else if (/^[ \t]/.test(line) && last !== '') fields.set(last, `${fields.get(last)} ${line.trim()}`)
  }
  const action = actions.find((known) => known === fields.get('action')?.toLowerCase())
  if (!action || !fields.has('final-recipient')) return null
  const [, enhanced, detail] = /^([245]\.(\d{1,3}\.\d{1,3}))\b/.exec(fields.get('status') ?? '') ?? []
  return {
    action,
    status: enhanced !== undefined && detail !== '0.0' ? enhanced : null,
    answer: readAnswer(fields.get('diagnostic-code') ?? ''),
  }
}

const actions = ['failed', 'delayed', 'delivered'] as const

/** `smtp; 550-5.1.1 The email account …`: its codes, and nothing else of it. */
function readAnswer(diagnostic: string): RecipientStatus['answer'] {
  const [, code, enhanced] = /^smtp;\s{0,9}([245]\d\d)(?:[ -]#?([245]\.\d{1,3}\.\d{1,3})\b)?/i.exec(diagnostic) ?? []
  return code === undefined ? null : { code, enhanced: enhanced ?? null }
}
