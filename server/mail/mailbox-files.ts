import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime from 'postal-mime'

/** A mail as the mailbox transport left it, read back as a mail program would. */
export interface KeptMail {
  id: string
  from: string
  to: string
  subject: string
  at: Date
  html: string
  text: string
  /** As they went out, encodings and all. */
  headers: string
}

/** The names that the mailbox transport gives, whole: no other file of the machine can be named (path traversal). */
const idPattern = /^\d{17}-[a-z]+(?:-[a-z]+)*\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const listed = 100

/** The newest mails, newest first. A folder that does not exist yet holds none. */
export async function listMails(dir: string): Promise<KeptMail[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const ids = names.filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -'.eml'.length))
  const mails = await Promise.all(
    ids
      .sort()
      .reverse()
      .slice(0, listed)
      .map((id) => readMail(dir, id)),
  )
  return mails.filter((mail) => mail !== null)
}

/** One mail, or null when there is none of that name. */
export async function readMail(dir: string, id: string): Promise<KeptMail | null> {
  if (!idPattern.test(id)) return null
  const source = await readFile(join(dir, `${id}.eml`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!source) return null
  const mail = await PostalMime.parse(source)
  const headers = source.subarray(0, source.indexOf('\r\n\r\n')).toString('utf8')
  return {
    id,
    from: shown(mail.from),
    to: (mail.to ?? []).map(shown).join(', '),
    subject: mail.subject ?? '',
    at: new Date(mail.date ?? 0),
    html: mail.html ?? '',
    text: mail.text ?? '',
    headers,
  }
}

function shown(person: { name?: string | undefined; address?: string | undefined } | undefined): string {
  if (!person?.address) return ''
  return person.name ? `${person.name} <${person.address}>` : person.address
}
