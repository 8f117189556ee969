import { Command } from 'commander'
import { migrate } from '../database/migrate.ts'
import { openDatabase } from '../database/open.ts'
import { grantProgramRights } from '../database/program-role.ts'
import { readSettings } from '../settings.ts'

const help = `À lancer à chaque mise à jour, avec dans DATABASE_URL (ou DATABASE_DIRECT_URL) le rôle propriétaire des tables. Le
programme reçoit ensuite dans DATABASE_URL un autre rôle, qui lit et écrit des lignes et rien de plus.

Exemple :
  DATABASE_URL=postgresql://proprietaire:…@base/connexion npm run connexion -- database:prepare --role connexion

Code de sortie : 0 fait, 3 réglages, rôle ou base de données en panne.`

/** `npm run connexion -- database:prepare`: the tables brought up to date, and the program's role given its rights. */
export function databasePrepareCommand(): Command {
  return new Command('database:prepare')
    .description('Met les tables à jour et donne au rôle du programme les droits qu’il lui faut, et aucun autre.')
    .requiredOption('--role <nom>', 'le rôle PostgreSQL avec lequel le programme se connecte')
    .addHelpText('after', `\n${help}`)
    .action(async ({ role }: { role: string }) => {
      const database = await openDatabase(readSettings())
      try {
        const applied = await migrate(database.directUrl)
        await grantProgramRights(database.directUrl, role)
        process.stdout.write(
          `Fait : ${applied.length === 0 ? 'tables déjà à jour' : `tables mises à jour (${applied.join(', ')})`}, droits de ${role} donnés.\n`,
        )
      } finally {
        await database.close()
      }
    })
}
