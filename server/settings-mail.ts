import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** How mail leaves and how what became of it comes back (docs/operating.md). */
export interface MailSettings {
  /** The relay. Null: none (demonstration: messages go to the mailbox page; production: `directDomains` is `*`). */
  relayUrl: string | null
  /** Domains whose own mail servers we speak to, by their MX; `*`: all of them. The others go through the relay. */
  directDomains: readonly string[]
  /** Another relay: for `domains`, and for one that put the same message off `after` times in a row. */
  second: { url: string; domains: readonly string[]; after: number } | null
  /** The name we greet with. It must resolve to the address we send from. */
  helloName: string
  /** Signs for the domain of each cabinet's sender address. Null: the relay signs, or nobody. */
  dkim: { selector: string; privateKey: string } | null
  /**
   * Messages in flight at once towards one domain (`*`: any other), all nodes together. Without an entry a relay is
   * given what it takes, and a domain's own servers four.
   */
  pace: ReadonlyMap<string, number>
  /** Where reports to the bounce address arrive: a maildir that another program fills, a port of ours, or neither. */
  bounceMaildir: string | null
  bouncePort: number | null
  /** Name servers asked for MX records (`ip` or `ip:port`). Empty: those of the machine. */
  dnsServers: readonly string[]
}

const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))

const domains = list.refine(
  (names) => names.every((name) => /^(\*|[a-z0-9-]+(\.[a-z0-9-]+)+)$/.test(name)),
  'must be domains separated by commas, in lower case',
)

const relay = z
  .string()
  .refine((text) => URL.canParse(text) && /^smtps?:\/\//.test(text), {
    error: 'must be an address that begins with smtp:// or smtps://',
  })
  .optional()

export const mailFields = {
  SMTP_URL: relay,
  SMTP_SECOND_URL: relay,
  SMTP_SECOND_DOMAINS: domains,
  SMTP_SECOND_AFTER: z
    .string()
    .default('3')
    .refine((text) => /^[1-9]\d?$/.test(text), 'must be a whole number from 1 to 99')
    .transform(Number),
  MAIL_DIRECT: domains,
  MAIL_HELLO: z.string().optional(),
  MAIL_PACE: list.refine(
    (entries) => entries.every((entry) => /^(\*|[a-z0-9.-]+)=[1-9]\d{0,2}$/.test(entry)),
    'must be domain=number entries separated by commas, such as orange.fr=2,*=4',
  ),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, 'must be a DNS label')
    .optional(),
  DKIM_KEY_FILE: z.string().optional(),
  BOUNCE_MAILDIR: z.string().optional(),
  BOUNCE_PORT: z
    .string()
    .refine((text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535, 'must be a port from 1 to 65535')
    .transform(Number)
    .optional(),
  DNS_SERVERS: list.refine(
    (servers) => servers.every((server) => /^(\[[0-9a-f:]+\]|[0-9.]+|[0-9a-f:]+)(:\d{1,5})?$/.test(server)),
    'must be addresses of name servers separated by commas',
  ),
}
export type MailFields = { [Name in keyof typeof mailFields]: z.output<(typeof mailFields)[Name]> }

/** The mail settings out of their fields; what cannot be used is put into `faults`. */
export function mailSettings(read: MailFields, publicUrl: URL, faults: string[]): MailSettings {
  const second = read.SMTP_SECOND_URL
  if (second === undefined && read.SMTP_SECOND_DOMAINS.length > 0)
    faults.push('SMTP_SECOND_DOMAINS needs SMTP_SECOND_URL')
  if ((read.DKIM_SELECTOR === undefined) !== (read.DKIM_KEY_FILE === undefined))
    faults.push('DKIM_SELECTOR and DKIM_KEY_FILE are set together or not at all')
  const pace = read.MAIL_PACE.map((entry): [string, number] => {
    const [domain = '', most = ''] = entry.split('=')
    return [domain, Number(most)]
  })
  return {
    relayUrl: read.SMTP_URL ?? null,
    directDomains: read.MAIL_DIRECT,
    second:
      second === undefined ? null : { url: second, domains: read.SMTP_SECOND_DOMAINS, after: read.SMTP_SECOND_AFTER },
    helloName: read.MAIL_HELLO ?? publicUrl.hostname,
    dkim:
      read.DKIM_SELECTOR !== undefined && read.DKIM_KEY_FILE !== undefined
        ? readDkim(read.DKIM_SELECTOR, read.DKIM_KEY_FILE, faults)
        : null,
    pace: new Map(pace),
    bounceMaildir: read.BOUNCE_MAILDIR ?? null,
    bouncePort: read.BOUNCE_PORT ?? null,
    dnsServers: read.DNS_SERVERS,
  }
}

function readDkim(selector: string, file: string, faults: string[]): MailSettings['dkim'] {
  try {
    const privateKey = readFileSync(file, 'utf8')
    createPrivateKey(privateKey)
    return { selector, privateKey }
  } catch {
    faults.push('DKIM_KEY_FILE must be a PEM file with a private key that this user can read')
    return null
  }
}
