import type { Deps } from '../deps.ts'
import type { LoadedMessage } from './loaded-message.ts'
import type { AgencyFacts, Rendered } from './messages/agency-words.ts'
import { renderWebhookStopped } from './messages/webhook-stopped.ts'

/** The mails to partners. They are about no account, and go out under the name of a cabinet that the partner serves. */
export const partnerWriters = {
  async WEBHOOK_STOPPED(message: LoadedMessage, agency: AgencyFacts, { settings }: Pick<Deps, 'settings'>) {
    const { webhook } = message
    if (!webhook) throw new Error('a notice of a webhook without it')
    const { url, stop, deliveries } = webhook
    return renderWebhookStopped({
      agency,
      stoppedAt: message.createdAt,
      url: new URL(url),
      why: stop ?? 'BY_HAND',
      lastAnswer: deliveries[0]?.lastAnswer ?? null,
      retryHours: settings.rules.webhookRetryHours,
      keptMonths: settings.retention.auditMonths,
    })
  },
} satisfies Record<string, (...facts: never[]) => Promise<Rendered>>
