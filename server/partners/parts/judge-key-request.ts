import { type KeyKind, type KeyScope, keyKinds, keyScopes, readOrigin } from '../../domain/partner-key.ts'
import type { PartnerFault } from './faults.ts'
import { isNetwork } from './networks.ts'

/** A key as it is asked for, word by word. */
export interface TypedKey {
  kind?: string
  scopes?: readonly string[]
  /** Keys of agencies; none: every agency of the partner. */
  agencies?: readonly string[]
  networks?: readonly string[]
  origins?: readonly string[]
  days?: string
}

/** What a key is to be. `days`: how long it lives. */
export interface KeyRequest {
  kind: KeyKind
  scopes: KeyScope[]
  allowedNetworks: string[]
  origins: string[]
  days: number
}

const longestLife = 3650
const defaultLife = '365'

/** Judges every word of a key that is asked for. Pure. */
export function judgeKeyRequest(typed: TypedKey): { request: KeyRequest; faults: PartnerFault[] } {
  const faults: PartnerFault[] = []
  const kind = pick(keyKinds, typed.kind ?? 'TEST')
  if (!kind) faults.push({ field: 'kind', reason: 'MALFORMED' })
  const scopes = [...new Set(typed.scopes?.length ? typed.scopes : ['FLOWS'])].map((word) => {
    const scope = pick(keyScopes, word)
    if (!scope) faults.push({ field: 'scope', reason: 'MALFORMED', word })
    // What everybody can read in a page must not list the accounts of an agency.
    else if (kind === 'PUBLISHABLE' && scope !== 'FLOWS') faults.push({ field: 'scope', reason: 'NOT_FOR_KIND', word })
    return scope
  })
  const allowedNetworks = [...new Set(typed.networks ?? [])]
  for (const word of allowedNetworks) if (!isNetwork(word)) faults.push({ field: 'network', reason: 'MALFORMED', word })
  if (kind === 'PUBLISHABLE' && allowedNetworks.length > 0) faults.push({ field: 'network', reason: 'NOT_FOR_KIND' })
  const origins = (typed.origins ?? []).map((word) => {
    const origin = readOrigin(word)
    if (!origin) faults.push({ field: 'origin', reason: 'MALFORMED', word })
    return origin
  })
  if (kind === 'PUBLISHABLE' && origins.length === 0) faults.push({ field: 'origin', reason: 'REQUIRED' })
  if (kind === 'LIVE' && origins.length > 0) faults.push({ field: 'origin', reason: 'NOT_FOR_KIND' })
  const days = /^\d{1,4}$/.test(typed.days ?? defaultLife) ? Number(typed.days ?? defaultLife) : 0
  if (days < 1 || days > longestLife) faults.push({ field: 'days', reason: 'MALFORMED' })
  return {
    request: {
      kind: kind ?? 'TEST',
      scopes: scopes.filter((scope) => scope !== null),
      allowedNetworks,
      origins: [...new Set(origins.filter((origin) => origin !== null))],
      days,
    },
    faults,
  }
}

const pick = <Word extends string>(words: readonly Word[], typed: string): Word | null =>
  words.find((word) => word === typed.toUpperCase().replaceAll('-', '_')) ?? null
