import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { isOneAddress, mailOptions } from './mail-options.ts'
import { verdictOf } from './smtp-verdict.ts'
import type { Attempt, Mail, Transport } from './transport.ts'

/** Messages in flight at once. One slow recipient holds one place, not the queue. */
export const lanes = 8

const sendDeadlineMs = 60_000

/**
 * Mail through the relay at `url` (`smtp://user:password@host:587`, or `smtps://`). TLS is required and its
 * certificate verified; `?tls=off` is for a relay on this machine or a private network. An attempt ends within a
 * minute, its connection cut: nothing leaves after the courier was told that it failed.
 */
export function smtpTransport(url: string): Transport {
  const relay = new URL(url)
  const clear = relay.searchParams.get('tls') === 'off'
  const secure = relay.protocol === 'smtps:'
  const pool = nodemailer.createTransport({
    pool: true,
    host: relay.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(relay.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !clear,
    ignoreTLS: clear,
    ...(relay.username
      ? { auth: { user: decodeURIComponent(relay.username), pass: decodeURIComponent(relay.password) } }
      : {}),
    maxConnections: lanes,
    // Once, for a pooled connection that the server had closed meanwhile; the courier does the rest.
    maxRequeues: 1,
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  })
  return {
    async send(mail) {
      if (!isOneAddress(mail.to)) return notAnAddress
      try {
        const { response } = await pool.sendMail({
          ...mailOptions(mail),
          signal: AbortSignal.timeout(sendDeadlineMs),
        })
        return { accepted: true, reply: /^\d{3}/.exec(response)?.[0] ?? '250' }
      } catch (error) {
        return verdictOf(error instanceof Error ? error : {})
      }
    },
    async close() {
      pool.close()
    },
  }
}

const notAnAddress: Attempt = { accepted: false, kind: 'never', reply: 'EENVELOPE' }

/**
 * Demonstration: each mail becomes a file in `dir`, named by its instant, complete or absent (written aside, then
 * renamed), readable by this user only since it holds codes.
 */
export function mailboxTransport(dir: string): Transport {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    async send(mail) {
      if (!isOneAddress(mail.to)) return notAnAddress
      try {
        const { message } = await composer.sendMail(mailOptions(mail))
        if (!Buffer.isBuffer(message)) throw new Error('not composed in memory')
        // The line that a mail server writes on top when it delivers.
        const delivered = Buffer.concat([Buffer.from(`Return-Path: <${mail.envelopeFrom}>\r\n`), message])
        await writeWhole(dir, fileName(mail), delivered)
        return { accepted: true, reply: '250' }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
        return { accepted: false, kind: 'away', reply: `relay ${code}` }
      }
    },
    async close() {},
  }
}

function fileName(mail: Mail): string {
  return `${mail.date.toISOString().replace(/\D/g, '')}-${mail.messageId.replace(/@.*/, '')}.eml`
}

async function writeWhole(dir: string, name: string, content: Buffer): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const aside = join(dir, `.${name}.part`)
  try {
    const file = await open(aside, 'w', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, join(dir, name))
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}
