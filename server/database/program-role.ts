import pg from 'pg'
import { StartFault } from '../start-fault.ts'

/** Tables whose rows the program changes in some columns only, or never; it reads, writes and deletes in all others. */
const changes: Readonly<Record<string, readonly string[]>> = {
  // The seal, once; what happened stays as it was written.
  Event: ['number', 'detailDigest', 'mac', 'keyId'],
  EventDetail: [],
  AuditAnchor: [],
}
const bookkeeping = '_prisma_migrations'

/**
 * Gives `role` what the running program needs on the database at `url` and nothing else, and takes away what it had
 * beyond it: it makes, alters and owns nothing, empties no table, and of an event it changes the seal alone, so that
 * whoever takes the program over cannot switch off what keeps the audit append-only (docs/decisions/0028). Called as
 * the owner of the tables, at each update; the same again changes nothing. Refuses a role that is not there, or that has
 * more rights than can be taken from it.
 */
export async function grantProgramRights(url: string, role: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await judgeRole(client, role)
    const to = pg.escapeIdentifier(role)
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    const statements = rows.flatMap(({ name }) => rightsOn(name, to))
    await client.query(
      [
        'BEGIN',
        `GRANT USAGE ON SCHEMA public TO ${to}`,
        `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
        `REVOKE CREATE ON SCHEMA public FROM ${to}`,
        ...statements,
        'COMMIT',
      ].join(';\n'),
    )
  } finally {
    await client.end()
  }
}

function rightsOn(table: string, to: string): string[] {
  const name = pg.escapeIdentifier(table)
  const nothing = `REVOKE ALL ON ${name} FROM ${to}`
  if (table === bookkeeping) return [nothing, `GRANT SELECT ON ${name} TO ${to}`]
  const columns = changes[table]
  if (columns === undefined) return [nothing, `GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO ${to}`]
  const some = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
  return [
    nothing,
    `GRANT SELECT, INSERT, DELETE ON ${name} TO ${to}`,
    ...(some ? [`GRANT UPDATE (${some}) ON ${name} TO ${to}`] : []),
  ]
}

/** What grants cannot take away would make them a comfort and no more. */
async function judgeRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ above: boolean; owner: boolean }>(
    `SELECT r.rolsuper OR r.rolcreaterole OR r.rolbypassrls AS above,
       pg_has_role(r.oid, c.relowner, 'MEMBER') AS owner
     FROM pg_roles r, pg_class c WHERE r.rolname = $1 AND c.oid = '"Event"'::regclass`,
    [role],
  )
  const [found] = rows
  if (!found)
    throw new StartFault(`There is no role ${role} in this database: CREATE ROLE ${role} LOGIN PASSWORD '…' first.`)
  if (found.above || found.owner)
    throw new StartFault(
      `The role ${role} is above its grants (a superuser, or the owner of the tables): choose another.`,
    )
}
