import { describe, expect, test } from 'vitest'
import { outgoingOf } from '../../server/mail/mail-source.ts'
import type { Rendered } from '../../server/mail/messages/agency-words.ts'
import { readAsPerson } from './read-as-person.ts'

/** What holds for every mail of the house, whatever it says (interface-fr.md 3.M). */
export function lawsOfEveryMail(all: readonly [string, () => Promise<Rendered>][]): void {
  describe.each(all)('every mail: %s', (_name, render) => {
    test('its text says what its HTML says, in the same order', async () => {
      const { html, text } = await render()
      const words = (said: string) => said.split(/\s+/).filter((word) => word !== '' && word !== '--')
      // Where HTML hides an address behind words, text writes it out below them.
      expect(words(text.replace(/^<https?:\S+>$/gm, ''))).toEqual(words(readAsPerson(html)))
    })

    test('it leads nowhere that its text does not write out', async () => {
      const { html, text } = await render()
      for (const [, to = ''] of html.matchAll(/href="([^"]*)"/g)) {
        const { host, pathname } = new URL(to)
        expect(text).toContain(pathname === '/' ? host : `\n<${to}>\n`)
      }
    })

    test('it is light, French, and loads nothing from anywhere', async () => {
      const { html } = await render()
      expect(Buffer.byteLength(html)).toBeLessThan(18_000)
      expect(html).toMatch(/<html lang="fr"/)
      expect(html).toContain('name="color-scheme" content="light dark"')
      expect(html).not.toMatch(/<(img|link|script|iframe|object|form)\b|url\(|@import|@font-face/i)
      for (const [table] of html.matchAll(/<table\b[^>]*>/g)) expect(table).toContain('role="presentation"')
    })

    test('the whole of it, as it crosses the wire, stays under 20 kB with room for a signature', async () => {
      const address = 'bonjour@un-cabinet-au-nom-assez-long.fr'
      const { source } = await outgoingOf(
        {
          ...(await render()),
          messageId: 'email-change-code.0b5f7e0e-1111-4222-8333-444455556666@un-cabinet-au-nom-assez-long.fr',
          date: new Date('2026-11-22T13:05:42Z'),
          from: { name: 'Un cabinet au nom assez long', address },
          envelopeFrom: address,
          to: 'marie.durand-de-la-tour@laposte.net',
        },
        null,
      )
      expect(source.length).toBeLessThan(19_000)
      const [, ...body] = source.toString('latin1').split('\r\n\r\n')
      for (const line of body.join('\r\n').split('\r\n')) expect(line.length).toBeLessThanOrEqual(76)
    })

    test('its subject is one line of at most 60 characters, and no slot is left open', async () => {
      const { subject, text, html } = await render()
      expect([...subject].length).toBeLessThanOrEqual(60)
      expect(subject).not.toMatch(/[\r\n]/)
      for (const part of [subject, text, html]) expect(part).not.toMatch(/%%|undefined|null|\[object/)
    })

    test('no line can end before « : ; ? ! », inside an hour or inside the phone number', async () => {
      const { text, subject } = await render()
      expect(`${subject}\n${text}`).not.toMatch(/ [:;?!»]|« |\d h\b|01 23 45/)
    })
  })
}

/** Stored words that attack whoever prints them: markup, headers, slots, templates, hidden characters. */
export const hostileNames = [
  '<script>alert(1)</script>',
  '"><img src=//evil.fr/x onerror=alert(1)>',
  'Durand\r\nBcc: evil@x.fr\r\n\r\n<b>corps</b>',
  '%%code%% %%p0%% {{code}} <%= code %> $& $1 #0B5351',
  "L'Été <!--[if mso]>",
  '\u202eevil\u2066\u200b',
] as const

/** A hostile name was printed as the name it is, and did nothing else. */
export function expectHarmless({ subject, html, text }: Rendered, name: string): void {
  const plain = name.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
  expect(subject).not.toMatch(/[\r\n\u202e]/)
  expect(text.replaceAll('\u00a0', ' ')).toContain(plain)
  expect(html).not.toMatch(/<script|<img|<b>|onerror=alert\(1\)>|<%=/)
  expect(readAsPerson(html).replaceAll('\u00a0', ' ')).toContain(plain)
  expect(html).not.toContain('\u202e')
}
