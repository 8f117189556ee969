/** How a command ends, for the scripts that call it. Written out in its --help. */
export const exitCodes = {
  done: 0,
  /** Some rows were refused, or have changed and wait for --update. */
  incomplete: 1,
  /** The audit is not what was sealed. */
  tampered: 1,
  /** The file cannot be used, or the command was not understood; nothing was written. */
  unusable: 2,
  /** The settings or the database stand in the way. */
  broken: 3,
  /** Ctrl-C, as shells report it. */
  interrupted: 130,
} as const

/** A reason to stop that the operator can act on: printed alone, without a stack. */
export class CommandFault extends Error {
  override name = 'CommandFault'
  readonly code: string
  readonly remedy: string
  readonly exitCode: number

  constructor(code: string, problem: string, remedy: string, exitCode: number = exitCodes.unusable) {
    super(problem)
    this.code = code
    this.remedy = remedy
    this.exitCode = exitCode
  }
}
