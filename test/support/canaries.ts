import type { PrismaClient } from '../../server/generated/prisma/client.ts'
import type { Api } from '../../server/graphql/api.ts'
import { createLog } from '../../server/log.ts'

type Kind = 'PASSWORD' | 'TOKEN' | 'CODE' | 'EMAIL' | 'KEY'

/** What a request or an answer calls its secrets. `flow` is a handle, `held` a device's token. */
const kinds: Readonly<Record<string, Kind>> = {
  ...{ password: 'PASSWORD', issuedPassword: 'PASSWORD', currentPassword: 'PASSWORD', confirmation: 'PASSWORD' },
  ...{ token: 'TOKEN', handle: 'TOKEN', flow: 'TOKEN', link: 'TOKEN', held: 'TOKEN', code: 'CODE' },
  ...{ email: 'EMAIL', emailConfirmation: 'EMAIL' },
}

/** Anything shorter or plainer stands in a log by itself. */
const isSecret: Readonly<Record<Kind, RegExp>> = {
  PASSWORD: /^.{8,}$/su,
  TOKEN: /^[\w-]{20,}$/,
  CODE: /^\d{8}$/,
  EMAIL: /^[^\s@•]{2,}@[^\s@]{3,}$/,
  KEY: /^.{16,}$/,
}

/** Columns that hold an address on purpose (docs/decisions/0021 says until when). */
const addressColumns = new Set([
  ...['Agency.senderAddress', 'Credential.email', 'Credential.previousEmail', 'FormerEmail.email'],
  ...['Flow.email', 'Code.email', 'Message.email', 'EventDetail.words'],
])

export interface Canaries {
  /** The program's own log, at its finest, with its own redaction. */
  log: ReturnType<typeof createLog>
  /** Every line of it. */
  lines: string[]
  see(kind: Kind, secret: string): void
  /** Registers every secret of a request's variables or an answer, wherever it stands. */
  look(value: unknown): void
  /** The secrets of a mail: whom it goes to, its code, its links. */
  lookAtMail(mail: { to: string; text: string }): void
  /** How many secrets are known. */
  count(): number
  /** The secrets that stand in a text, by kind. Empty when all is well. */
  leaksIn(text: string): string[]
  leaksInLog(): string[]
  leaksInDatabase(db: PrismaClient): Promise<string[]>
}

/** Remembers each secret that a test uses or sees, and finds them where none may be (security.md rule 11). */
export function createCanaries(databaseUrl: string): Canaries {
  const secrets = new Map<string, Kind>()
  const lines: string[] = []
  const log = createLog('production', { write: (line: string) => void lines.push(line) })
  log.level = 'trace'

  const see = (kind: Kind, secret: string) => {
    if (isSecret[kind].test(secret)) secrets.set(secret, kind)
  }
  see('KEY', decodeURIComponent(new URL(databaseUrl).password))

  function look(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    for (const [name, part] of Object.entries(value)) {
      const kind = kinds[name]
      if (kind && typeof part === 'string') see(kind, part)
      else look(part)
    }
  }

  function leaksIn(text: string, allowed?: Kind): string[] {
    return [...secrets].flatMap(([secret, kind]) =>
      kind !== allowed && stands(kind, secret, text) ? `${kind} ${secret}` : [],
    )
  }

  return {
    ...{ log, lines, see, look, leaksIn },
    lookAtMail({ to, text }) {
      see('EMAIL', to)
      for (const [code] of text.matchAll(/(?<!\d)\d{8}(?!\d)/g)) see('CODE', code)
      for (const [, link = ''] of text.matchAll(/\/(?:annuler|ce-n-est-pas-moi)\/([\w-]+)/g)) see('TOKEN', link)
    },
    count: () => secrets.size,
    leaksInLog: () => leaksIn(lines.join('\n')),
    async leaksInDatabase(db) {
      const tables = await db.$queryRaw<{ name: string }[]>`
        SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
      const found: string[] = []
      for (const { name } of tables) {
        const rows = await db.$queryRawUnsafe<{ row: object }[]>(`SELECT row_to_json(t) AS row FROM "${name}" AS t`)
        for (const [column, value] of rows.flatMap(({ row }) => Object.entries(row))) {
          const place = `${name}.${column}`
          const leaks = leaksIn(JSON.stringify(value) ?? '', addressColumns.has(place) ? 'EMAIL' : undefined)
          found.push(...leaks.map((leak) => `${place}: ${leak}`))
        }
      }
      return found
    },
  }
}

/** The same API, which tells its secrets to the canaries on the way through. Streams pass untouched. */
export function overheard(api: Api, canaries: Canaries): Api {
  const read = async (body: Request | Response) => {
    const isJson = /^application\/(graphql-response\+)?json/.test(body.headers.get('content-type') ?? '')
    if (isJson) canaries.look(await body.json().catch(() => null))
  }
  return {
    ...api,
    async fetch(request, caller) {
      const asked = request.clone()
      const response = await api.fetch(request, caller)
      await Promise.all([read(asked), read(response.clone())])
      return response
    },
  }
}

/** A code among other digits is chance. A secret kept as bytes is read as their hex. */
function stands(kind: Kind, secret: string, text: string): boolean {
  if (kind === 'CODE') return text.includes(secret) && new RegExp(`(?<![\\da-f-])${secret}(?![\\da-f-])`).test(text)
  return text.includes(secret) || text.includes(Buffer.from(secret).toString('hex'))
}
