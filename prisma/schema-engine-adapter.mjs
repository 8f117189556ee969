import { PGlite } from '@electric-sql/pglite'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaPGlite } from 'pglite-prisma-adapter'

// Column types as the engine numbers them, and PostgreSQL's own for its internal "char" and for text.
const character = 6
const text = 7
const charOid = 18
const textOid = 25

/**
 * The adapter through which the engine reaches the database at `url`; without a PostgreSQL address, one in memory. The
 * shadow database, on which the engine replays the migrations, is always one in memory.
 */
export async function openAdapter(url) {
  const charColumns = new Set()
  const shadow = async () => withCharacters(await new PrismaPGlite(new PGlite()).connect(), charColumns)
  const factory = /^postgres(ql)?:/.test(url ?? '') ? overPg(url, charColumns) : new PrismaPGlite(new PGlite())
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => withCharacters(await factory.connect(), charColumns),
    connectToShadowDb: shadow,
  }
}

/** The adapter refuses a column of the type "char": it is shown as text here, and noted for `withCharacters`. */
function overPg(url, charColumns) {
  const show = (result) => {
    for (const field of result?.fields ?? []) {
      if (field.dataTypeID !== charOid) continue
      charColumns.add(field.name)
      field.dataTypeID = textOid
    }
    return result
  }
  class Client extends pg.Client {
    query(...args) {
      const then = args.at(-1)
      if (typeof then === 'function')
        return super.query(...args.slice(0, -1), (error, result) => then(error, show(result)))
      const asked = super.query(...args)
      return typeof asked?.then === 'function' ? asked.then(show) : asked
    }
  }
  return new PrismaPg(new pg.Pool({ connectionString: url, Client }), { disposeExternalPool: true })
}

/** Gives "char" columns the type that the engine expects of them. */
function withCharacters(queryable, charColumns) {
  return new Proxy(queryable, {
    get(target, name) {
      const value = target[name]
      if (name === 'queryRaw') return async (...args) => retype(await target.queryRaw(...args), charColumns)
      if (name === 'startTransaction')
        return async (...args) => withCharacters(await target.startTransaction(...args), charColumns)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function retype(result, charColumns) {
  result.columnTypes = result.columnTypes.map((type, i) => {
    const name = result.columnNames[i]
    if (type !== character && !(type === text && charColumns.has(name))) return type
    // pg_attribute.attidentity may be empty, which no character is: the engine reads that one as a string.
    const single = result.rows.every((row) => row[i] == null || row[i].length === 1)
    return name !== 'identity' && single ? character : text
  })
  return result
}
