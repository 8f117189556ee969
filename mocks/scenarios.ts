import { codes } from './scenarios/codes.ts'
import { mails } from './scenarios/mails.ts'
import { owners } from './scenarios/owners.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { signIns } from './scenarios/sign-ins.ts'

const table = { ...signIns, ...codes, ...mails, ...owners }

export type ScenarioName = keyof typeof table
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = table
export const scenarioNames = Object.keys(scenarios) as ScenarioName[]

/** The scenario that a page's address names: `?scenario=code-expired`. Null: it names none. */
export function scenarioIn(search: string): ScenarioName | null {
  const name = new URLSearchParams(search).get('scenario')
  return scenarioNames.find((known) => known === name) ?? null
}
