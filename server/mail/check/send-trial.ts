import type { Agency } from '../../generated/prisma/client.ts'
import type { Mail, Transport } from '../transport.ts'
import { type Finding, fault, ok } from './finding.ts'

/**
 * One mail like those of a cabinet, by the way that theirs go, and what the server answered. Its bounces go to the
 * cabinet's own box, which is read.
 */
export async function sendTrial(
  transport: Transport,
  agency: Pick<Agency, 'name' | 'senderAddress'>,
  to: string,
  at: { now: Date; id: string },
): Promise<Finding> {
  const { name, senderAddress } = agency
  const text = `Bonjour,\n\nCeci est un essai d’envoi de ${name}, demandé par mail:check.\nVous n’avez rien à faire.\n`
  const mail: Mail = {
    messageId: `mail-check.${at.id}@${senderAddress.slice(senderAddress.lastIndexOf('@') + 1)}`,
    date: at.now,
    from: { name, address: senderAddress },
    envelopeFrom: senderAddress,
    to,
    subject: `Essai d’envoi – ${name}`,
    text,
    html: `<!doctype html><html lang="fr"><body>${text
      .trim()
      .split('\n\n')
      .map((part) => `<p>${escaped(part)}</p>`)
      .join('')}</body></html>`,
  }
  const attempt = await transport.send(mail)
  const subject = `essai de ${senderAddress}`
  if (attempt.accepted) {
    const by = attempt.by ? `le serveur de ${attempt.by}` : 'le relais'
    return ok(subject, `Essai : accepté par ${by} (${attempt.reply}). Regardez s’il arrive, et où.`)
  }
  const fates = { away: 'personne n’a répondu', later: 'remis à plus tard', never: 'refusé' }
  const says = `Essai : ${fates[attempt.kind]} (${attempt.reply}).`
  return fault(subject, says, 'Corrigez d’abord les défauts au-dessus ; le code est celui du serveur.')
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
