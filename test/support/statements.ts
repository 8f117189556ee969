import pg from 'pg'
import { vi } from 'vitest'

/** Runs `work` and gives back every statement that it sent to PostgreSQL, BEGIN and COMMIT included, in order. */
export async function statementsOf<T>(work: () => Promise<T>): Promise<{ answer: T; statements: string[] }> {
  const statements: string[] = []
  const query = vi.spyOn(pg.Client.prototype, 'query')
  try {
    const answer = await work()
    for (const [statement] of query.mock.calls) statements.push(textOf(statement))
    return { answer, statements }
  } finally {
    query.mockRestore()
  }
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  const { text } = statement as { text: string }
  return text
}
