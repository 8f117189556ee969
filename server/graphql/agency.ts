import { builder } from './builder.ts'

export const Agency = builder.prismaObject('Agency', {
  description: 'A managing agent (cabinet de syndic).',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its short name in import files and commands.' }),
    name: t.exposeString('name', { description: 'Its name as owners know it.' }),
    phone: t.exposeString('phone', { description: 'The number owners call, as printed.' }),
    hours: t.exposeString('hours', { description: 'When someone answers, in words.' }),
    callPrice: t.exposeString('callPrice', { description: 'What the call costs, in words.' }),
    senderAddress: t.exposeString('senderAddress', { description: 'The address its mails come from.' }),
    postalAddress: t.exposeString('postalAddress', { description: 'Its postal address, one line.' }),
    registration: t.exposeString('registration', {
      nullable: true,
      description: 'Its company and professional registrations, for the legal notice; null: not said yet.',
    }),
    publicationDirector: t.exposeString('publicationDirector', {
      nullable: true,
      description: 'Who answers for what the site says, by name; null: not said yet.',
    }),
    hostCompany: t.exposeString('hostCompany', {
      nullable: true,
      description: 'Who hosts the site: name, address, telephone; null: not said yet.',
    }),
    portals: t.stringList({
      description:
        'The names of the partners whose programs may serve its owners now, in their order: who else handles their data (GDPR, article 13).',
      resolve: async ({ id }, _args, { deps, now }) => {
        const agencyIds = { has: id }
        const open = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }], agencyIds }
        const partners = await deps.db.partner.findMany({
          where: { agencyIds, keys: { some: { ...open, kind: { in: ['LIVE', 'PUBLISHABLE'] } } } },
          orderBy: { name: 'asc' },
          select: { name: true },
        })
        return partners.map(({ name }) => name)
      },
    }),
    logo: t.exposeString('logo', { nullable: true, description: 'Its logo as inline SVG; null: its name serves.' }),
    accent: t.exposeString('accent', { nullable: true, description: 'Its colour, #rrggbb; null: the house colour.' }),
  }),
})

/** Anything else is nobody's host name, and a NUL in it would be PostgreSQL's error (text cannot hold one). */
const hostName = /^[a-z0-9.-]{1,253}$/i

builder.queryField('agency', (t) =>
  t.prismaField({
    type: 'Agency',
    description: 'The agency to show before sign-in: by host name only, never by the identifier typed. Anyone may ask.',
    args: {
      host: t.arg.string({
        required: false,
        description: 'The host name of the page; null or unknown: the default agency.',
      }),
    },
    resolve: async (query, _root, { host }, { deps }) => {
      const name = hostName.exec(host ?? '')?.[0].toLowerCase()
      const hosted = name ? await deps.db.agency.findFirst({ ...query, where: { hostNames: { has: name } } }) : null
      return (
        hosted ?? deps.db.agency.findFirstOrThrow({ ...query, orderBy: [{ isDefault: 'desc' }, { createdAt: 'asc' }] })
      )
    },
  }),
)
