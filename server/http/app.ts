import { type Context, Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { createApi } from '../graphql/api.ts'
import type { Mailbox } from '../mail/mailbox.ts'
import { letArriveInTurn } from './arrivals.ts'
import { limitBodies } from './body-size.ts'
import { readClient } from './client.ts'
import { answer, type Edge } from './edge.ts'
import { formsOnly } from './forms-only.ts'
import { admitRequests } from './gate.ts'
import { graphiqlRoom } from './graphiql/room.ts'
import { healthRooms } from './health.ts'
import type { IsAmong } from './kept-origins.ts'
import { loggedPath } from './logged-path.ts'
import { refuseForeignOrigins } from './origin.ts'
import { shareWithPartners } from './partner-origins.ts'
import { createReference } from './reference.ts'
import { withSecurityHeaders } from './security-headers.ts'
import { tellRefusals } from './told-refusals.ts'

export const greatestBodyBytes = 64 * 1024

export interface Rooms {
  api: ReturnType<typeof createApi>
  /** The Remix site: everything that no other room answers. */
  site: Hono<Edge>
  /** Null in production, and in demonstration with a real mail server. */
  mailbox: Mailbox | null
  isOurs: IsAmong
  /** Origins that partners' keys are registered for. */
  isPartners: IsAmong
  /** What is wrong in the whole system now (alarm.ts). */
  alerts: () => readonly string[]
  dev: boolean
}

/** The whole HTTP face, as one function from request to answer. The order of its doors is the order they are met in. */
export function createApp(deps: Deps, { api, site, mailbox, isOurs, isPartners, alerts, dev }: Rooms): Hono<Edge> {
  const app = new Hono<Edge>()
  app.use(async (c, next) => {
    c.set('nonce', Buffer.from(deps.random.bytes(16)).toString('base64'))
    c.set('reference', createReference(deps.random))
    c.set('client', readClient(c, deps.settings))
    await next()
  })
  app.use(async (c, next) => {
    const startedAt = performance.now()
    await next()
    // The path only: what follows a question mark may be an identifier.
    const ms = Math.round(performance.now() - startedAt)
    deps.log.debug({ method: c.req.method, path: loggedPath(c.req.path), status: c.res.status, ms }, 'request')
  })
  app.use(tellRefusals(deps))
  const { publicUrl, hstsSubdomains } = deps.settings
  app.use(withSecurityHeaders({ https: publicUrl.protocol === 'https:', hstsSubdomains, dev }))
  app.onError((error, c) => {
    const reference = c.get('reference')
    deps.log.error({ err: error, reference, path: loggedPath(c.req.path) }, 'request failed')
    return answer(c, 500, {
      fr: `Nous avons un problème technique. Vous n’y êtes pour rien. Réessayez dans 5 minutes. Référence à donner au téléphone : ${reference}`,
      en: `Unexpected error. Reference: ${reference}`,
    })
  })
  app.use(async (c, next) => (isReadable(c.req.path) ? next() : answer(c, 400, unreadable)))
  app.use('/graphql', shareWithPartners(isPartners))
  app.use(refuseForeignOrigins(isOurs))
  app.use(limitBodies(greatestBodyBytes, (c) => answer(c, 413, tooLarge)))
  app.route('/', healthRooms(deps, alerts))
  app.use(letArriveInTurn(deps.settings.requestsAtOnce))
  app.use(admitRequests(deps.settings.requestsAtOnce))
  app.all('/graphql', (c) =>
    // HEAD has no meaning here, and Yoga's own Response cannot be emptied of its body.
    c.req.method === 'HEAD'
      ? answer(c, 405, { fr: 'Cette adresse se lit par POST.', en: 'Send a POST.' })
      : api.fetch(c.req.raw, {
          ...{ clientAddress: c.get('client').address, host: hostName(c), site: false },
          origin: c.get('origin'),
        }),
  )
  app.route('/', graphiqlRoom(api))
  if (mailbox) {
    const show = (c: Context<Edge>) => mailbox(c.req.raw, c.get('client').address)
    app.all('/mailbox', show).all('/mailbox/*', show)
  }
  app.use(formsOnly)
  app.route('/', site)
  return app
}

const hostName = (c: Context<Edge>) => new URL(`http://${c.get('client').host}`).hostname

const unreadable = { fr: 'Cette adresse est mal écrite.', en: 'The address cannot be read.' }
const tooLarge = { fr: 'Cet envoi est trop grand.', en: 'At most 64 kB.' }

/** Half an escape (%E0%A4%A), one that is no UTF-8, or a NUL would make a 500 of a room that decodes it. */
function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0')
  } catch {
    return false
  }
}
