import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { isOneAddress, mailOptions, notAnAddress } from './mail-options.ts'
import type { Mail, Transport } from './transport.ts'

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
        return { accepted: true, reply: '250', by: null }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
        return { accepted: false, kind: 'away', reply: `relay ${code}`, by: null }
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
