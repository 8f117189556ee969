import { createHmac } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { Webhook } from '../../generated/prisma/client.ts'
import type { KeyRing } from '../../keys.ts'
import { seal, sealedUnder, unseal } from '../../sealed.ts'

/** As the specification writes a secret (standardwebhooks.com): what to verify with is what follows the prefix. */
const prefix = 'whsec_'
const secretSize = 32

/** Whose secret it is: sealed for one webhook, it signs for no other. */
const context = ({ partnerId, realm, url }: Pick<Webhook, 'partnerId' | 'realm' | 'url'>) =>
  `${partnerId} ${realm} ${url}`

export interface NewSecret {
  /** Shown once. */
  text: string
  /** What is kept of it. */
  sealed: Uint8Array<ArrayBuffer>
}

export function newSecret(
  deps: Pick<Deps, 'keys' | 'random'>,
  webhook: Pick<Webhook, 'partnerId' | 'realm' | 'url'>,
): NewSecret {
  const bytes = deps.random.bytes(secretSize)
  return {
    text: `${prefix}${Buffer.from(bytes).toString('base64')}`,
    sealed: seal(deps, 'webhook secret', context(webhook), bytes),
  }
}

type Signer = Pick<Webhook, 'partnerId' | 'realm' | 'url' | 'secret' | 'formerSecret' | 'formerSecretUntil'>

/**
 * The headers that prove a message ours: of this id, of this instant, with this body (Standard Webhooks, `v1`). While a
 * secret is being replaced both sign. Null: the key that the secret is sealed under has left the ring.
 */
export function signedHeaders(
  keys: KeyRing,
  webhook: Signer,
  id: string,
  body: string,
  now: Date,
): Record<string, string> | null {
  const current = unseal(keys, 'webhook secret', context(webhook), webhook.secret)
  if (!current) return null
  const young = webhook.formerSecretUntil !== null && webhook.formerSecretUntil > now
  const former =
    webhook.formerSecret && young ? unseal(keys, 'webhook secret', context(webhook), webhook.formerSecret) : null
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const sign = (secret: Uint8Array) =>
    `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  return {
    'content-type': 'application/json',
    'user-agent': 'Connexion-Webhook/1',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': [current, ...(former ? [former] : [])].map(sign).join(' '),
  }
}

/** The same secrets under the current key, when theirs is about to leave the ring; null: they are already, or open no more. */
export function resealed(
  deps: Pick<Deps, 'keys' | 'random'>,
  webhook: Signer,
): { secret: Uint8Array<ArrayBuffer> } | null {
  if (sealedUnder(webhook.secret) === deps.keys.currentId) return null
  const bytes = unseal(deps.keys, 'webhook secret', context(webhook), webhook.secret)
  return bytes && { secret: seal(deps, 'webhook secret', context(webhook), bytes) }
}
