import type { Fault } from '../words/refusals.fr.ts'

/** What is wrong with one field or button, in the words of the summary; described by its id. */
export function Faults({ of, faults }: { of: string; faults: readonly Fault[] }) {
  const mine = faults.filter(({ field }) => field === of)
  if (mine.length === 0) return null
  return (
    <div className="fault" id={`${of}-erreur`}>
      {mine.map(({ text }) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  )
}

/** The id to be described by, when there is something to say. */
export function faultId(of: string, faults: readonly Fault[]): string | undefined {
  return faults.some(({ field }) => field === of) ? `${of}-erreur` : undefined
}
