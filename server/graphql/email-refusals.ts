import type * as domain from '../domain/refusals.ts'
import { builder } from './builder.ts'
import { Refusal } from './refusals.ts'

const interfaces = [Refusal]

const EmailReason = builder.enumType('EmailReason', {
  description: 'Why an address was refused.',
  values: {
    EMPTY: { description: 'Nothing was given, and the flow has no address to fall back on.' },
    NO_AT: { description: 'The @ is missing.' },
    NO_DOMAIN: { description: 'The end of the address, after the @, is missing or incomplete.' },
    SPACES: { description: 'There is a space within the address.' },
    TOO_LONG: { description: 'Longer than 254 characters.' },
    MALFORMED: { description: 'Not an address that mail can be sent to (RFC 5321 dot-atoms).' },
    QUOTED: { description: 'What stands before the @ is in quotation marks: no provider gives such addresses.' },
    ACCENTS: { description: 'A letter before the @ has an accent or belongs to another alphabet.' },
    LOOK_ALIKE: { description: 'The domain mixes our alphabet with another: a look-alike of some other domain.' },
    FIXED: { description: 'The owner has a verified address: the code goes there only (send email null).' },
    DIFFERENT: { description: 'Its confirmation is another address.' },
    SAME: { description: 'It is the verified address already.' },
  } satisfies Record<domain.EmailReason, object>,
})

export const EmailRefused = builder.objectRef<domain.EmailRefused>('EmailRefused').implement({
  description: 'The address cannot be used. Nothing was sent or stored.',
  interfaces,
  fields: (t) => ({
    reason: t.expose('reason', { type: EmailReason, description: 'Why.' }),
    suggestion: t.exposeString('suggestion', {
      nullable: true,
      description: 'The address that was plainly meant, to be shown and taken or left; null: none. Never in a RESET.',
    }),
  }),
})

export const EmailQuestioned = builder.objectRef<domain.EmailQuestioned>('EmailQuestioned').implement({
  description:
    'The address can be used, but looks mistyped or out of reach. Nothing was sent, stored or counted. Ask the owner, then repeat with `confirmed: true` to keep it. At least one field speaks; it depends on the typed address and the DNS alone.',
  interfaces,
  fields: (t) => ({
    suggestion: t.exposeString('suggestion', {
      nullable: true,
      description: 'The whole address that was probably meant; null: its spelling is like no provider’s.',
    }),
    filter: t.exposeString('filter', {
      nullable: true,
      description:
        'The challenge filter in front of the mailbox, by its MX (« MailInBlack »): our mail may wait there until its owner allows our sender. Null: none known.',
    }),
    noServer: t.exposeBoolean('noServer', {
      description: 'True: the DNS says that the domain takes no mail. False: it does, or could not be asked.',
    }),
  }),
})
