import type { Deps, MailDomain } from '../deps.ts'

/**
 * The world as the use-cases of a sandbox meet it: theirs is every rule of the real one, its database and its argon2. What
 * differs is what surrounds them: a clock that whoever tries it moves, a DNS that answers without asking anybody, and no
 * brake that the real world put on. The one place where a realm has a clock of its own.
 */
export function realmDeps(deps: Deps, aheadSeconds: number): Deps {
  return {
    ...deps,
    clock: { now: () => new Date(deps.clock.now().getTime() + aheadSeconds * 1000) },
    mailDomains: sandboxDomains,
    brake: { isOn: () => false, wait: async () => true },
  }
}

/** Domains that the advice on addresses can be tried with; every other one takes mail. */
export const magicDomains = {
  filtered: 'mailinblack.example',
  nowhere: 'nulle-part.example',
} as const

const sandboxDomains: Deps['mailDomains'] = {
  async look(domain): Promise<MailDomain> {
    if (domain === magicDomains.nowhere) return { found: 'NONE' }
    const filter = domain === magicDomains.filtered ? 'MailInBlack' : null
    return { found: 'HOSTS', hosts: [domain], filter }
  },
}
