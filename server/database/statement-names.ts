/** Far more than the program has statements; lists of varying length must not fill a connection's memory. */
const greatestCount = 400

/**
 * Names statements so that PostgreSQL plans each once per connection: planning costs a short statement more than
 * running it. Undefined for one that names no columns (`*`): its shape changes with the table while nodes of two versions
 * run, and a kept plan would then fail; and for any past the first few hundred.
 */
export function createStatementNames(): (sql: string) => string | undefined {
  const names = new Map<string, string>()
  return (sql) => {
    const known = names.get(sql)
    if (known !== undefined || names.size >= greatestCount || sql.includes('*')) return known
    const name = `s${names.size}`
    names.set(sql, name)
    return name
  }
}
