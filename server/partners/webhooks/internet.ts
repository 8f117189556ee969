import type { Deps } from '../../deps.ts'
import { createHostAddresses, isOutward } from '../../mail/host-addresses.ts'
import type { Reach } from './post.ts'

const limitMs = 5_000

/** The internet, by the name servers of the settings; this very machine where the settings let a partner try. */
export function internet({ settings }: { settings: Pick<Deps['settings'], 'mail' | 'webhookLoopback'> }): Reach {
  return {
    addressesOf: createHostAddresses(settings.mail.dnsServers),
    mayReach: isOutward,
    loopback: settings.webhookLoopback,
    limitMs,
  }
}
