import type { NodemailerError } from 'nodemailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { attemptMs } from '../attempt-limit.ts'
import { patience, relayLine, type SmtpLimits } from '../relay-transport.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

/** Greets the relay, encrypts, signs in, and leaves without sending anything. */
export async function checkRelay(url: string, helloName: string, limits: SmtpLimits = patience): Promise<Finding[]> {
  const { options, auth } = relayLine(url, helloName, limits)
  const subject = `${options.host}:${options.port}`
  const connection = new SMTPConnection({ ...options, socketCloseTimeout: 0 })
  // A relay that trickles its answers is never silent for long.
  const late = () => connection.emit('error', Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' }))
  const timer = setTimeout(late, limits.attemptMs ?? attemptMs)
  try {
    await settled(connection, (done) => connection.connect(done))
    // The answer to the last EHLO: after TLS, where there is TLS.
    const offered = String(connection.lastServerResponse)
    const findings = [tlsFinding(connection, subject)]
    if (!auth) findings.push(ok(subject, 'Relais : joignable, sans identification.'))
    else if (!connection.allowsAuth) {
      findings.push(warning(subject, 'Relais : il ne demande pas de mot de passe.', 'Enlevez-le de SMTP_URL.'))
    } else {
      await settled(connection, (done) => connection.login({ credentials: auth }, done))
      findings.push(ok(subject, `Relais : joignable, identifié comme ${auth.user}.`))
    }
    return [...findings, dsnFinding(offered, subject)]
  } catch (error) {
    return [failure(error, subject)]
  } finally {
    clearTimeout(timer)
    connection.close()
  }
}

function settled(connection: SMTPConnection, act: (done: (fault?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(Object.assign(new Error('hung up'), { code: 'ECONNECTION' })))
    act((fault) => (fault ? reject(fault) : resolve()))
  })
}

function tlsFinding(connection: SMTPConnection, subject: string): Finding {
  if (connection.secure) return ok(subject, 'Relais : chiffré, certificat vérifié.')
  const remedy = 'Enlevez ?tls=off de SMTP_URL, sauf si le relais est sur cette machine.'
  return warning(subject, 'Relais : les messages y vont en clair.', remedy)
}

function dsnFinding(offered: string, subject: string): Finding {
  if (/^250[ -]DSN\b/im.test(offered)) return ok(subject, 'Relais : il annonce les rapports de remise (DSN).')
  const says = 'Relais : il n’annonce pas DSN. Les refus reviennent, les remises ne sont pas confirmées.'
  return warning(subject, says, 'Rien d’obligatoire ; demandez DSN au fournisseur du relais.')
}

function failure(error: unknown, subject: string): Finding {
  const { code = '', originalCode = '', responseCode = 0 } = error instanceof Error ? (error as NodemailerError) : {}
  const answered = responseCode ? ` (${responseCode})` : ''
  if (code === 'EAUTH') {
    return fault(
      subject,
      `Relais : il refuse notre identification${answered}.`,
      'Corrigez le mot de passe de SMTP_URL.',
    )
  }
  if (code === 'ETLS' || /^(EPROTO$|ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|.*SELF_SIGNED)/.test(originalCode)) {
    const remedy = 'Vérifiez son certificat et son nom ; ?tls=off seulement pour un relais sur cette machine.'
    return fault(subject, `Relais : le chiffrement échoue (${originalCode || code}).`, remedy)
  }
  const remedy = 'Vérifiez SMTP_URL, et que cette machine peut sortir vers ce port.'
  return fault(subject, `Relais : il ne répond pas comme attendu (${originalCode || code}${answered}).`, remedy)
}
