/** Why the program cannot start, in a sentence for whoever started it: printed alone, without a stack. */
export class StartFault extends Error {
  override name = 'StartFault'
}
