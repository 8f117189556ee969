import { builder } from './builder.ts'

export const AccountState = builder.enumType('AccountState', {
  description: 'Where an account stands.',
  values: {
    ISSUED: { description: 'Still on its issued password: a migration is open to it.' },
    ACTIVE: { description: 'Migrated: its owner signs in with a password of their own.' },
    FROZEN: { description: 'Closed to everybody at its owner’s wish, until the service thaws it.' },
    CLOSED: { description: 'No longer an account (sale, death).' },
  },
})

export const Owner = builder.prismaObject('Owner', {
  description: 'A person of one agency.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'M., Mme, or empty.' }),
    firstName: t.exposeString('firstName', { description: 'First name; may be empty.' }),
    lastName: t.exposeString('lastName', { description: 'Last name, or the name of a company.' }),
  }),
})

export const Account = builder.prismaObject('Account', {
  description: 'A client account. Its identifier never changes, and is not an e-mail address.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Opaque and stable.' }),
    identifier: t.exposeString('identifier', { description: 'As printed on the letters.' }),
    residence: t.exposeString('residence', { description: 'The building it is about.' }),
    state: t.expose('state', { type: AccountState, description: 'Where it stands.' }),
  }),
})
