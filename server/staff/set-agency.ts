import type { Deps } from '../deps.ts'
import type { Agency } from '../generated/prisma/client.ts'
import { type AgencyFault, readKey, type TypedAgency } from './agency/details.ts'
import { judgeAgency } from './agency/judge-agency.ts'

export type SetAgencyResult = { agency: Agency; done: 'CREATED' | 'CHANGED' | 'UNCHANGED' } | { faults: AgencyFault[] }

/** Taken while agencies change: two commands at once must not leave two defaults, or one host name at two agencies. */
const agenciesLock = 72_707_402

/**
 * Creates or changes an agency. Every option is judged before anything is written; a host name belongs to one agency;
 * exactly one agency is the default (the first one made, until another is named).
 */
export async function setAgency(
  deps: Pick<Deps, 'db' | 'clock'>,
  typedKey: string,
  typed: TypedAgency,
  by: string | null,
): Promise<SetAgencyResult> {
  const key = readKey(typedKey)
  if (!('value' in key)) return { faults: [{ option: 'KEY', ...key }] }
  const now = deps.clock.now()
  return await deps.db.$transaction(async (tx): Promise<SetAgencyResult> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${agenciesLock})`
    const others = await tx.agency.findMany({ where: { key: { not: key.value } } })
    const before = await tx.agency.findUnique({ where: { key: key.value } })
    const judged = judgeAgency(typed, before === null)
    const taken = takenHosts(judged, others)
    if ('faults' in judged || taken.length > 0) {
      return { faults: 'faults' in judged ? [...judged.faults, ...taken] : taken }
    }
    const isDefault = typed.isDefault || before?.isDefault || !others.some((other) => other.isDefault)
    const { changes } = judged
    const data = { ...changes, isDefault }
    if (before && isSame(before, data)) return { agency: before, done: 'UNCHANGED' }
    if (isDefault) await tx.agency.updateMany({ where: { key: { not: key.value } }, data: { isDefault: false } })
    const agency = await tx.agency.upsert({
      where: { key: key.value },
      update: data,
      create: { ...required(changes), ...data, key: key.value, createdAt: now },
    })
    const facts = { agency: agency.id, created: before === null, fields: Object.keys(changes), by }
    await tx.event.create({ data: { realm: 'live', kind: 'AGENCY_SET', at: now, facts }, select: { id: true } })
    return { agency, done: before ? 'CHANGED' : 'CREATED' }
  })
}

function takenHosts(judged: ReturnType<typeof judgeAgency>, others: readonly Agency[]): AgencyFault[] {
  const hosts = 'changes' in judged ? (judged.changes.hostNames ?? []) : []
  return hosts.flatMap((host) => {
    const owner = others.find((other) => other.hostNames.includes(host))
    if (!owner) return []
    return [
      {
        option: '--host',
        problem: `${host} est déjà le site du cabinet ${owner.key}.`,
        remedy: 'Enlevez-le de l’autre cabinet d’abord.',
      },
    ]
  })
}

/** What `judgeAgency` has made sure of for a new agency, in the type that says so. */
function required(changes: { [Field in RequiredField]?: string }): Record<RequiredField, string> {
  const { name = '', phone = '', hours = '', callPrice = '', senderAddress = '', postalAddress = '' } = changes
  return { name, phone, hours, callPrice, senderAddress, postalAddress }
}
type RequiredField = 'name' | 'phone' | 'hours' | 'callPrice' | 'senderAddress' | 'postalAddress'

function isSame(before: Agency, data: Partial<Agency>): boolean {
  const stored = new Map<string, unknown>(Object.entries(before))
  return Object.entries(data).every(([field, value]) => JSON.stringify(stored.get(field)) === JSON.stringify(value))
}
