import type { Deps } from '../../server/deps.ts'
import type { FileFault, OwnersFile } from '../../server/staff/import/read-file.ts'
import type { RefusedRow } from '../../server/staff/import/refused-rows.ts'
import type { ImportReport } from '../../server/staff/import/report.ts'
import { importOwners } from '../../server/staff/import-owners.ts'

export const header = 'proprietaire;civilite;prenom;nom;date_naissance;cabinet;identifiant;residence;mot_de_passe'

/** A file in memory, given out in chunks of `chunkSize` bytes. */
export function fileOf(content: string | Uint8Array, chunkSize = 64 * 1024): OwnersFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return {
    async *chunks() {
      for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize)
    },
  }
}

/** A sound row, with what a test wants otherwise. */
export function rowOf(
  changes: Partial<
    Record<'owner' | 'title' | 'first' | 'last' | 'birth' | 'agency' | 'id' | 'home' | 'password', string>
  > = {},
): string {
  const row = { owner: '001', title: 'Mme', first: 'Marie', last: 'Durand', birth: '12/03/1948', agency: 'tilleuls' }
  const all = { ...row, id: '012345', home: 'Les Tilleuls', password: 'KXTR-7M4P', ...changes }
  return [all.owner, all.title, all.first, all.last, all.birth, all.agency, all.id, all.home, all.password].join(';')
}

export interface Imported {
  report: ImportReport
  refused: RefusedRow[]
}

/** Runs an import of these rows (or of a whole file) and gathers what it says. Throws when the file is refused. */
export async function importRows(
  deps: Deps,
  rows: string[] | Uint8Array,
  options: { dryRun?: boolean; update?: boolean; signal?: AbortSignal } = {},
): Promise<Imported> {
  const result = await importFile(deps, Array.isArray(rows) ? [header, ...rows].join('\r\n') : rows, options)
  if ('fault' in result) throw new Error(`the file is refused: ${JSON.stringify(result.fault)}`)
  return result
}

export async function importFile(
  deps: Deps,
  content: string | Uint8Array,
  options: { dryRun?: boolean; update?: boolean; signal?: AbortSignal } = {},
): Promise<Imported | { fault: FileFault }> {
  const refused: RefusedRow[] = []
  const settled = { realm: 'live', dryRun: false, update: false, by: null, ...options }
  const report = await importOwners(deps, fileOf(content), settled, {
    begin: () => {},
    advance: () => {},
    refused: async (row) => void refused.push(row),
    signal: options.signal ?? new AbortController().signal,
  })
  return 'fault' in report ? report : { report, refused }
}

/** What was refused, as « line column code ». */
export function codesOf(refused: readonly RefusedRow[]): string[] {
  return refused.flatMap(({ line, problems }) => problems.map(({ column, code }) => `${line} ${column ?? '-'} ${code}`))
}

/** The agency that the rows of these tests name. */
export async function makeAgency(
  deps: Pick<Deps, 'db' | 'clock'>,
  key = 'tilleuls',
  name = 'Cabinet des Tilleuls',
): Promise<string> {
  const { id } = await deps.db.agency.create({
    data: {
      key,
      name,
      phone: '01 99 00 12 34',
      hours: 'du lundi au vendredi, de 9 h à 18 h',
      callPrice: 'Appel non surtaxé.',
      senderAddress: 'bonjour@tilleuls.example',
      postalAddress: '1 rue des Tilleuls, 69003 Lyon',
      createdAt: deps.clock.now(),
    },
  })
  return id
}

/** Every owner and account, as a file would state them: what two runs are compared by. */
export async function everybody(deps: Pick<Deps, 'db'>) {
  const accounts = await deps.db.account.findMany({ include: { owner: true }, orderBy: { identifierKey: 'asc' } })
  const owners = await deps.db.owner.count()
  return { owners, accounts }
}
