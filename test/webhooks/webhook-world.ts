import { createSealer } from '../../server/audit/sealer.ts'
import type { Deps } from '../../server/deps.ts'
import { record } from '../../server/flows/parts/record.ts'
import { addWebhook, type WebhookAdded } from '../../server/partners/add-webhook.ts'
import { proveWebhook } from '../../server/partners/prove-webhook.ts'
import { createCrier } from '../../server/partners/webhooks/crier.ts'
import { internet } from '../../server/partners/webhooks/internet.ts'
import type { Reach } from '../../server/partners/webhooks/post.ts'
import { newPartner } from '../support/partners.ts'
import { type World, world } from '../support/world.ts'
import type { Receiver } from './receiver.ts'

/** A partner, an owner's account whose events it is told of, and a node that tells them. */
export async function webhookWorld(partnerKey = 'lumen') {
  const w = await world()
  const [{ accountId, identifier }] = await w.people.owner({ identifiers: ['A100'] })
  const partner = await newPartner(w.deps, partnerKey, { kind: 'live', scopes: ['read-events'] })
  const node = (reach: Partial<Reach> = {}, deps: Deps = w.deps) => createCrier(deps, reachOf(w, reach))
  return {
    w,
    partner,
    identifier,
    accountId,
    node,
    /** So many changes of password, sealed. */
    async happen(times = 1): Promise<void> {
      const event = { realm: 'live', kind: 'PASSWORD_CHANGED', at: w.clock.now(), accountId } as const
      for (let i = 0; i < times; i++) await record(w.deps.db, event, null)
      await createSealer(w.deps).runOnce()
    },
    register: (receiver: Receiver, options: { reach?: Partial<Reach>; key?: string } = {}) =>
      register(w, options.key ?? partnerKey, receiver, options.reach),
    deliveries: () => w.deps.db.webhookDelivery.findMany({ orderBy: { createdAt: 'asc' } }),
  }
}

/** The internet as the settings have it, with patience: a slow machine is no fault of a receiver’s. */
export function reachOf(w: World, reach: Partial<Reach> = {}): Reach {
  return { ...internet(w.deps), limitMs: 20_000, ...reach }
}

/** Registers a receiver and proves it; from then on it verifies with its secret. */
export async function register(
  w: World,
  partnerKey: string,
  receiver: Receiver,
  reach: Partial<Reach> = {},
): Promise<WebhookAdded> {
  const choice = { partnerKey, test: false, url: receiver.url }
  const added = await addWebhook(w.deps, choice, 'accueil-2')
  if (added.__typename === 'PartnerRefused') throw new Error(`refused: ${JSON.stringify(added.faults)}`)
  w.canaries.see('KEY', added.secret)
  receiver.secret = added.secret
  const proved = await proveWebhook(w.deps, reachOf(w, reach), choice, 'accueil-2')
  if (proved.__typename === 'PartnerRefused') throw new Error(`not proved: ${JSON.stringify(proved.faults)}`)
  return added
}
