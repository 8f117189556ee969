import type { MailSettings } from '../../server/settings-mail.ts'

/** Mail settings of a test that brings its own transport: no relay, no look-up, nothing signed. */
export const noMail: MailSettings = {
  relayUrl: null,
  directDomains: [],
  second: null,
  helloName: 'localhost',
  dkim: null,
  pace: new Map(),
  bounceMaildir: null,
  bouncePort: null,
  dnsServers: [],
}
