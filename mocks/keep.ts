import type { Start } from './scenarios/scenario.ts'
import type { ScenarioName } from './scenarios.ts'
import type { State } from './state.ts'

/** What a page that is loaded again needs to go on. */
export interface Kept {
  playing: ScenarioName
  start: Start
  state: State
  /** How far the clock is from the machine's, in ms, and how much chance was drawn. */
  moved: number
  drawn: number
}

const mark = '$at'

/** As text: instants are marked, so that they come back as instants. */
export function keep(kept: Kept): string {
  return JSON.stringify(kept, function mend(this: Record<string, unknown>, key, value: unknown) {
    const own = this[key]
    return own instanceof Date ? { [mark]: own.getTime() } : value
  })
}

/** The same back; null: it is none of ours. */
export function readKept(text: string | null): Kept | null {
  if (!text) return null
  try {
    return JSON.parse(text, (_key, value: unknown) => {
      const isInstant = value instanceof Object && mark in value && typeof value[mark] === 'number'
      return isInstant ? new Date(Number(value[mark])) : value
    })
  } catch {
    return null
  }
}
