/** A figure for whoever reads the run: vitest holds back what tests print through the console. */
export function tell(line: string): void {
  process.stdout.write(`    ${line}\n`)
}
