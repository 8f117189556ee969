import type { Problem, ProblemCode, Words } from './problems.ts'

type Sentence = (first: string, second: string) => Words

const say = (problem: string, remedy: string): Sentence => {
  return () => ({ problem, remedy })
}
const textFormat = 'Dans le tableur, mettez la colonne au format Texte avant d’ouvrir les données, puis réexportez.'
const reexport = 'Réexportez le fichier d’origine en « CSV UTF-8 », sans passer par un autre éditeur.'
const retype = 'Effacez le contenu de la case et tapez-le de nouveau au clavier.'
const closeQuote = 'Fermez le guillemet, ou enlevez-le. Un guillemet dans une case s’écrit deux fois : "".'

const sentences: Record<ProblemCode, Sentence> = {
  ROW_TOO_LONG: say(
    'La ligne dépasse 8 192 octets.',
    'Vérifiez les guillemets et les fins de ligne autour de cette ligne.',
  ),
  NUL: say('La ligne contient un octet nul.', reexport),
  UNDECODABLE: say('La ligne contient un caractère illisible.', reexport),
  MIXED_ENCODING: say('La ligne n’est pas dans le même encodage que le reste du fichier.', reexport),
  UNCLOSED_QUOTE: say('Un guillemet est ouvert sur cette ligne et jamais fermé.', closeQuote),
  TEXT_AFTER_QUOTE: say('Il y a du texte après un guillemet fermant.', closeQuote),
  COLUMN_COUNT: (found, expected) => ({
    problem: `La ligne a ${found} cases au lieu de ${expected}.`,
    remedy: 'Mettez entre guillemets les cases qui contiennent le séparateur, ou complétez les cases vides.',
  }),
  MISSING: say('La case est vide.', 'Remplissez-la.'),
  CELL_TOO_LONG: (most) => ({ problem: `Le texte dépasse ${most} caractères.`, remedy: 'Raccourcissez-le.' }),
  LINE_BREAK: say('La case contient un retour à la ligne.', 'Écrivez-la sur une seule ligne.'),
  INVISIBLE: (point) => ({ problem: `La case contient un caractère invisible (${point}).`, remedy: retype }),
  LOST_CHARACTER: say('Un caractère a été perdu avant l’export (�).', reexport),
  MOJIBAKE: say('Les accents ont été abîmés (« Ã© » à la place de « é »).', reexport),
  UNEXPECTED_CHARACTER: (character, point) => ({
    problem: `Le caractère « ${character} » (${point}) n’a pas sa place ici.`,
    remedy: 'Corrigez-le. S’il remplace un accent, réexportez le fichier en « CSV UTF-8 ».',
  }),
  LOOKALIKE: (character, point) => ({
    problem: character
      ? `Le caractère « ${character} » (${point}) ressemble à une lettre courante mais vient d’un autre alphabet.`
      : 'Un caractère ressemble à une lettre courante mais vient d’un autre alphabet.',
    remedy: retype,
  }),
  SPREADSHEET_ERROR: say(
    'La case contient une erreur de tableur.',
    'Corrigez la formule dans le tableur, puis réexportez.',
  ),
  SPREADSHEET_NUMBER: say(
    'Le tableur a changé la valeur en nombre (comme 1,23E+11) : ses chiffres sont perdus.',
    textFormat,
  ),
  DATE_FORMAT: say('La date n’est pas lisible.', 'Écrivez JJ/MM/AAAA ou AAAA-MM-JJ, ou laissez la case vide.'),
  DATE_SHORT_YEAR: say('L’année a deux chiffres : le siècle manque.', 'Écrivez l’année avec quatre chiffres.'),
  DATE_SERIAL: say(
    'Le tableur a exporté un numéro de jour à la place de la date.',
    'Mettez la colonne au format Date, puis réexportez.',
  ),
  DATE_IMPOSSIBLE: say(
    'Cette date n’existe pas, ou n’est pas une date de naissance.',
    'Corrigez-la, ou laissez la case vide.',
  ),
  IDENTIFIER_FORM: (character, point) => ({
    problem: character
      ? `L’identifiant contient « ${character} » (${point}) : seuls les lettres sans accent et les chiffres sont admis.`
      : 'L’identifiant ne contient ni lettre ni chiffre.',
    remedy: 'Recopiez l’identifiant du courrier.',
  }),
  AGENCY_UNKNOWN: say(
    'Ce cabinet n’est pas enregistré.',
    'Enregistrez-le : npm run connexion -- agency:set CLÉ --name … ; ou corrigez la case.',
  ),
  AGENCY_AMBIGUOUS: say('Plusieurs cabinets portent ce nom.', 'Écrivez la clé du cabinet à la place de son nom.'),
  PASSWORD_MASKED: say('Le mot de passe est masqué.', 'Recopiez ici celui du fichier d’origine.'),
  PASSWORD_TOO_SHORT: (least) => ({
    problem: `Le mot de passe a moins de ${least} caractères.`,
    remedy: 'Donnez-en un plus long.',
  }),
  PASSWORD_FORM: say(
    'Le mot de passe ressemble à une empreinte d’un format que le site ne sait pas vérifier.',
    'Donnez-le en clair, en argon2id, en bcrypt, ou précédé de « md5: » ou « sha1: ».',
  ),
  ARGON2_FORM: say('L’empreinte argon2 n’est pas bien formée.', 'Attendu : $argon2id$v=19$m=…,t=…,p=…$sel$empreinte.'),
  ARGON2_COST: say(
    'L’empreinte argon2 demande trop de calcul.',
    'Au plus m=65536, t=4, p=4. Donnez un autre mot de passe.',
  ),
  BCRYPT_FORM: say('L’empreinte bcrypt n’est pas bien formée.', 'Attendu : $2b$10$ puis 53 caractères.'),
  BCRYPT_COST: (most) => ({
    problem: `L’empreinte bcrypt a un coût supérieur à ${most}.`,
    remedy: 'Donnez un autre mot de passe.',
  }),
  DIGEST_FORM: (digits) => ({
    problem: `Il faut ${digits} chiffres hexadécimaux après les deux-points.`,
    remedy: 'Recopiez l’empreinte entière.',
  }),
  IDENTIFIER_TWICE: (line) => ({
    problem: `La ligne ${line} porte le même identifiant (majuscules, espaces, O et 0, I, L et 1 se confondent).`,
    remedy: 'Gardez une seule de ces lignes, ou corrigez l’identifiant.',
  }),
  OWNER_TWO_NAMES: (line) => ({
    problem: `La ligne ${line} donne un autre nom, prénom ou civilité à ce propriétaire.`,
    remedy: 'Écrivez le même nom sur toutes ses lignes, ou donnez une autre clé à l’autre personne.',
  }),
  OWNER_TWO_BIRTH_DATES: (line) => ({
    problem: `La ligne ${line} donne une autre date de naissance à ce propriétaire.`,
    remedy: 'Écrivez la même date sur toutes ses lignes, ou donnez une autre clé à l’autre personne.',
  }),
  IDENTIFIER_OF_ANOTHER: say(
    'Cet identifiant appartient déjà à un autre propriétaire.',
    'Corrigez l’identifiant ou la clé du propriétaire. Un identifiant ne change jamais de propriétaire.',
  ),
  IDENTIFIER_NEARLY_TAKEN: say(
    'Un identifiant enregistré se lit comme celui-ci (O et 0, I, L et 1 se confondent).',
    'Donnez un autre identifiant, ou recopiez celui qui est enregistré.',
  ),
  OWNER_KNOWN_OTHERWISE: say(
    'Ce propriétaire est enregistré sous un autre nom ou une autre date de naissance.',
    'Si c’est la même personne, relancez avec --update. Sinon, donnez-lui une autre clé.',
  ),
  OWNER_ANOTHER_PERSON: say(
    'Ce propriétaire est enregistré comme une autre personne.',
    'Donnez une autre clé (colonne proprietaire) à la nouvelle personne.',
  ),
}

/** A problem in the operator's words, with what to do about it. */
export function describeProblem(problem: Problem): Words {
  const [first = '', second = ''] = (problem.values ?? []).map(String)
  return sentences[problem.code](first, second)
}
