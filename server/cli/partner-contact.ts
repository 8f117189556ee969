import type { Command } from 'commander'
import { setContact } from '../partners/set-contact.ts'
import { type PartnerOptions, partnerCommand, runPartner } from './partner-command.ts'

const help = `Change l’adresse où un partenaire est prévenu, par exemple quand les envois vers son programme s’arrêtent.

Exemple :
  npm run connexion -- partner:contact lumen --contact exploitation@lumen.example --by accueil-2
`

interface Options extends PartnerOptions {
  contact?: string
}

/** `npm run connexion -- partner:contact KEY --contact ADDRESS`: where a partner is told what its people must mend. */
export function partnerContactCommand(): Command {
  return partnerCommand('partner:contact', 'Change l’adresse où un partenaire est prévenu.', help)
    .option('--contact <e-mail>', 'où le prévenir : une adresse qui est lue')
    .action((partnerKey: string, options: Options) =>
      runPartner(
        options,
        (deps) => setContact(deps, partnerKey, options.contact, options.by ?? ''),
        ({ partner }) => [`${partner.name} est maintenant prévenu à ${partner.contactEmail}.`],
      ),
    )
}
