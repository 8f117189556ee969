export type CodeFault = { fault: 'EMPTY' | 'LETTERS' | 'SEVERAL' | 'LENGTH'; digits: number }

/** Why what an owner typed is no code, to say it in words. The API alone judges; this only looks for the right sentence. */
export function readsAs(typed: string): CodeFault {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return { fault: 'EMPTY', digits: 0 }
  const runs = new Set(text.match(/(?<![0-9])[0-9]{8}(?![0-9])/g))
  if (runs.size > 1) return { fault: 'SEVERAL', digits: 0 }
  const joined = text.replace(/[\s\p{Pd}\p{Cf}.]/gu, '')
  return { fault: /^[0-9]+$/.test(joined) ? 'LENGTH' : 'LETTERS', digits: joined.length }
}
