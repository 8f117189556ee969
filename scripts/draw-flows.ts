import { readFileSync, writeFileSync } from 'node:fs'
import { flowTable } from '../server/domain/flow.ts'

const readme = new URL('../README.md', import.meta.url)
const block = /(<!-- flows: drawn by `npm run flows:draw` -->\n)[\s\S]*?(\n<!-- \/flows -->)/

/** The three journeys as Mermaid, from the very table that the program judges by. */
export function drawFlows(): string {
  const kinds = Object.entries(flowTable).map(([kind, steps]) => {
    const arrows = Object.entries(steps).flatMap(([step, actions]) =>
      Object.entries(actions).map(([action, outcome]) => `  ${step} --> ${outcome}: ${action}`),
    )
    return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${Object.keys(steps)[0]}: ${kind}`, ...arrows, '```'].join('\n')
  })
  return kinds.join('\n\n')
}

/** The README with its drawing made anew. */
export function withDrawing(text: string): string {
  return text.replace(block, (_whole, begin: string, end: string) => `${begin}\n${drawFlows()}\n${end}`)
}

if (import.meta.main) writeFileSync(readme, withDrawing(readFileSync(readme, 'utf8')))
