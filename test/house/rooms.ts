/** Where each room may look (design §5, "import directions"), as data. A room is named by the start of its files' paths. */
export interface Room {
  room: string
  /** Starts of paths it may import from, itself included by the rule. */
  may: readonly string[]
  /** Packages (and `node:`) it may import; absent: any. */
  packages?: readonly string[]
}

// What every use-case is made of.
const parts = [
  'server/domain/',
  'server/deps.ts',
  'server/keys.ts',
  'server/hasher.ts',
  'server/link.ts',
  'server/sealed.ts',
  'server/generated/',
]

/** The first room whose name a file's path begins with is its room. */
export const rooms: readonly Room[] = [
  { room: 'server/domain/', may: [], packages: [] },
  { room: 'server/flows/parts/', may: [...parts, 'server/flows/caller.ts', 'server/mail/outbox.ts'] },
  { room: 'server/flows/', may: [...parts, 'server/mail/outbox.ts', 'server/mail/address-standing.ts'] },
  { room: 'server/staff/', may: [...parts, 'server/flows/parts/', 'server/flows/caller.ts', 'server/mail/outbox.ts'] },
  {
    room: 'server/partners/webhooks/',
    may: [
      ...parts,
      'server/partners/parts/',
      'server/flows/parts/',
      'server/mail/outbox.ts',
      'server/mail/host-addresses.ts',
    ],
  },
  {
    room: 'server/partners/',
    may: [...parts, 'server/flows/parts/', 'server/flows/caller.ts', 'server/mail/outbox.ts'],
  },
  {
    room: 'server/mail/',
    may: [
      ...['server/domain/', 'server/deps.ts', 'server/keys.ts', 'server/link.ts', 'server/generated/'],
      ...['server/loop.ts', 'server/start-fault.ts'],
    ],
  },
  { room: 'server/answers/', may: parts },
  {
    room: 'server/sandbox/',
    may: [
      ...[...parts, 'server/flows/parts/', 'server/flows/caller.ts', 'server/mail/', 'server/loop.ts'],
      'server/database/places.ts',
    ],
  },
  { room: 'server/audit/', may: [...parts, 'server/loop.ts'] },
  {
    room: 'server/retention/',
    may: [
      ...[...parts, 'server/loop.ts', 'server/audit/', 'server/flows/parts/counters.ts'],
      'server/sandbox/empty-realm.ts',
    ],
  },
  {
    room: 'server/graphql/',
    may: [...parts, 'server/answers/', 'server/flows/', 'server/staff/', 'server/partners/', 'server/sandbox/'],
  },
  {
    room: 'server/http/',
    may: [
      'server/graphql/api.ts',
      'server/graphql/admit-caller.ts',
      'server/mail/mailbox.ts',
      'server/sandbox/guide-examples.ts',
      'server/database/places.ts',
      'server/domain/retention.ts',
      'server/domain/bounded-telling.ts',
      'server/domain/network.ts',
      'server/deps.ts',
      'server/start-fault.ts',
    ],
  },
  { room: 'server/database/', may: ['server/generated/', 'server/settings.ts', 'server/start-fault.ts'] },
  { room: 'server/cli/', may: ['server/', 'prisma/'] },
  { room: 'server/main.ts', may: ['server/'] },
  { room: 'server/serve.ts', may: ['server/'] },
  { room: 'server/demonstration.ts', may: ['server/database/', 'server/deps.ts', 'server/partners/', 'prisma/'] },
  {
    room: 'server/',
    may: [
      'server/domain/',
      'server/database/places.ts',
      'server/generated/',
      ...files(
        'settings',
        'deps',
        'hasher',
        'keys',
        'start-fault',
        'settings-keys',
        'settings-overlay',
        'settings-proxies',
      ),
    ],
  },
  { room: 'client/', may: [] },
  { room: 'mocks/', may: ['client/', 'server/domain/'] },
  { room: 'web/', may: ['client/'] },
]

function files(...names: string[]): string[] {
  return names.map((name) => `server/${name}.ts`)
}

/** Nobody imports these: they are where the program begins. */
export const beginnings = ['server/main.ts', 'server/cli/main.ts']
/** What may import a beginning all the same: the script that becomes the program. */
export const mayBegin = ['scripts/start.ts']

/** Packages kept to one room each, so that what they are for is done in one place. */
export const keptPackages: Readonly<Record<string, readonly string[]>> = {
  argon2: ['server/hasher.ts'],
  '@node-rs/bcrypt': ['server/hasher.ts'],
  'ipaddr.js': ['server/mail/host-addresses.ts'],
  nodemailer: ['server/mail/'],
  mjml: ['server/mail/'],
  'smtp-server': ['server/mail/reports/'],
  'postal-mime': ['server/mail/'],
  pg: ['server/database/'],
  '@prisma/adapter-pg': ['server/database/'],
  hono: ['server/http/'],
  '@graphql-yoga/render-graphiql': ['server/http/graphiql/'],
  'graphql-yoga': ['server/graphql/'],
  '@pothos/core': ['server/graphql/'],
  zod: ['server/settings.ts', 'server/settings-mail.ts', 'server/graphql/', 'server/staff/', 'server/cli/'],
  commander: ['server/cli/'],
  '@clack/prompts': ['server/cli/'],
  '@zxcvbn-ts/core': ['server/blocklist.ts'],
}
