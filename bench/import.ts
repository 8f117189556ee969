import argon2 from 'argon2'
import { importOwners } from '../server/staff/import-owners.ts'
import { type Line, measureInTurn, rateOf } from './ratio.ts'
import { password, type Town } from './town.ts'

const header = 'proprietaire;civilite;prenom;nom;date_naissance;cabinet;identifiant;residence;mot_de_passe'
const rowsHashed = 4000
const rowsInClear = 100
let imported = 0

/** Rows a second of an import: where the file brings hashes, over statements by hand; where it brings passwords, over argon2. */
export async function benchImport(town: Town): Promise<Line[]> {
  const { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism } = town.deps.settings.hashing
  const options = { type: argon2.argon2id, memoryCost, timeCost, parallelism } as const
  const hash = await argon2.hash(password, options)
  return [
    await measureInTurn(
      { name: 'import, rows with hashes', unit: 'a second', limit: 'two INSERTs by hand for 128 rows', rounds: 5 },
      { ours: () => takeFile(town, rowsHashed, () => hash), bare: () => insertByHand(town, rowsHashed, hash) },
    ),
    await measureInTurn(
      { name: 'import, rows with passwords', unit: 'a second', limit: 'argon2id hashes, 16 at once', rounds: 3 },
      {
        ours: () => takeFile(town, rowsInClear, (n) => `KXQ7-${1000 + n}`),
        bare: () => rateOf(rowsInClear, 16, async () => void (await argon2.hash('KXQ7-1000', options))),
      },
    ),
  ]
}

async function takeFile({ deps }: Town, rows: number, secretOf: (n: number) => string): Promise<number> {
  const lines = Array.from({ length: rows }, () => {
    const n = imported++
    return `I${n};Mme;Odette;Durand;12/03/1948;bench;I${n};Les Tilleuls;${secretOf(n)}`
  })
  const bytes = Buffer.from([header, ...lines].join('\r\n'))
  const file = {
    async *chunks() {
      yield new Uint8Array(bytes)
    },
  }
  const started = performance.now()
  const options = { realm: 'live', dryRun: false, update: false, by: null }
  const signal = new AbortController().signal
  const report = await importOwners(deps, file, options, {
    begin: () => {},
    advance: () => {},
    refused: async (row) => {
      throw new Error(`refused: ${JSON.stringify(row)}`)
    },
    signal,
  })
  if ('fault' in report) throw new Error(JSON.stringify(report.fault))
  return rows / ((performance.now() - started) / 1000)
}

async function insertByHand({ pool, deps }: Town, rows: number, hash: string): Promise<number> {
  const started = performance.now()
  for (let first = 0; first < rows; first += 128) {
    const keys = Array.from({ length: Math.min(128, rows - first) }, () => `I${imported++}`)
    const at = deps.clock.now()
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const owners = await client.query({ ...insertOwners, values: [keys, at] })
      await client.query({ ...insertAccounts, values: [owners.rows.map(({ id }) => id), keys, hash, at] })
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  }
  return rows / ((performance.now() - started) / 1000)
}

const insertOwners = {
  name: 'bare owners',
  text: `INSERT INTO "Owner" (realm, "agencyId", key, title, "firstName", "lastName", "birthDate", "createdAt")
    SELECT 'live', (SELECT id FROM "Agency" LIMIT 1), key, 'Mme', 'Odette', 'Durand', '1948-03-12', $2
    FROM unnest($1::text[]) AS key RETURNING id`,
}
const insertAccounts = {
  name: 'bare accounts',
  text: `INSERT INTO "Account" (realm, "ownerId", identifier, "identifierKey", residence, state, "issuedHash", "issuedScheme", "createdAt")
    SELECT 'live', owner, key, key, 'Les Tilleuls', 'ISSUED', $3, 'NORMAL', $4
    FROM unnest($1::uuid[], $2::text[]) AS rows (owner, key)`,
}
