/** The columns of an owners' file, in the words of the specification. */
export const columns = [
  'proprietaire',
  'civilite',
  'prenom',
  'nom',
  'date_naissance',
  'cabinet',
  'identifiant',
  'residence',
  'mot_de_passe',
] as const
export type Column = (typeof columns)[number]

/** A file without one of these cannot be read; the others may be absent. */
export const requiredColumns: readonly Column[] = [
  'proprietaire',
  'nom',
  'cabinet',
  'identifiant',
  'residence',
  'mot_de_passe',
]

/** Put in front of each row of the refused-rows file. Read back, they are passed over without a word. */
export const refusalColumns = ['ligne', 'colonne', 'probleme', 'remede'] as const

/** What other programs call them: folded (lower case, no accent, letters and digits only). */
const synonyms: Record<Column, readonly string[]> = {
  proprietaire: [
    ...['coproprietaire', 'codeproprietaire', 'codecoproprietaire', 'numeroproprietaire', 'numerocoproprietaire'],
    ...['noproprietaire', 'nproprietaire', 'idproprietaire', 'idcoproprietaire', 'refproprietaire', 'cleproprietaire'],
    ...['referenceproprietaire', 'codetiers', 'tiers', 'owner', 'ownerid', 'ownerkey', 'ownercode', 'ownernumber'],
  ],
  civilite: ['civ', 'titre', 'politesse', 'title', 'salutation'],
  prenom: ['prenoms', 'firstname', 'givenname', 'forename'],
  nom: [
    ...['nomdefamille', 'nomfamille', 'nomproprietaire', 'raisonsociale', 'nomouraisonsociale'],
    ...['lastname', 'surname', 'familyname', 'name'],
  ],
  date_naissance: [
    ...['datedenaissance', 'naissance', 'datenaiss', 'ddn', 'neele', 'nele'],
    ...['birthdate', 'dateofbirth', 'dob', 'birthday'],
  ],
  cabinet: ['codecabinet', 'agence', 'codeagence', 'syndic', 'agency', 'agencykey', 'office', 'branch'],
  identifiant: [
    ...[
      'identifiantclient',
      'identifiantconnexion',
      'identifiantdeconnexion',
      'compte',
      'numerocompte',
      'nocompte',
      'ncompte',
    ],
    ...['numerodecompte', 'codecompte', 'identifier', 'login', 'username', 'userid', 'account', 'accountnumber'],
  ],
  residence: [
    ...['copropriete', 'immeuble', 'nomresidence', 'nomimmeuble', 'nomcopropriete', 'libelleresidence'],
    ...['building', 'condominium', 'property'],
  ],
  mot_de_passe: [
    ...['motdepasseinitial', 'motdepasseprovisoire', 'motpasse', 'mdp', 'passe'],
    ...['password', 'issuedpassword', 'pass', 'pwd'],
  ],
}

const columnOf = new Map<string, Column>(
  columns.flatMap((column) => [foldHeader(column), ...synonyms[column]].map((name) => [name, column] as const)),
)
const passedOver = new Set<string>(refusalColumns)

/** What a header line says: which cell holds which column, how many cells a row has, and which headers mean nothing. */
export interface Header {
  at: Partial<Record<Column, number>>
  width: number
  unknown: string[]
}

export type HeaderFault = { missing: Column[] } | { twice: Column }

/** Reads a header line's cells. A column missing or named twice makes the file unusable. */
export function readHeader(cells: readonly string[]): Header | HeaderFault {
  const at: Partial<Record<Column, number>> = {}
  const unknown: string[] = []
  for (const [index, cell] of cells.entries()) {
    const folded = foldHeader(cell)
    const column = columnOf.get(folded)
    if (column && at[column] !== undefined) return { twice: column }
    if (column) at[column] = index
    else if (folded !== '' && !passedOver.has(folded)) unknown.push(cell.trim())
  }
  const missing = requiredColumns.filter((column) => at[column] === undefined)
  return missing.length > 0 ? { missing } : { at, width: cells.length, unknown }
}

/** How many of the known columns these cells name: the separator that gives most is the file's. */
export function countKnown(cells: readonly string[]): number {
  return new Set(cells.map((cell) => columnOf.get(foldHeader(cell))).filter(Boolean)).size
}

function foldHeader(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}
