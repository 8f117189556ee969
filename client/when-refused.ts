interface Named {
  __typename: string
}

/** What to do with each refusal: one case for each name it may have. */
export type Cases<Refused extends Named, Said, Rest extends unknown[] = []> = {
  [Name in Refused['__typename']]: (refusal: Extract<Refused, { __typename: Name }>, ...rest: Rest) => Said
}

/**
 * What the case of a refusal says. A refusal that a document may be answered and that has no case does not compile.
 * `later` hears those that join the contract after the program was written: their `message` is always there.
 */
export function whenRefused<Refused extends Named, Said, Rest extends unknown[]>(
  refusal: Refused,
  cases: Cases<Refused, Said, Rest>,
  later: (refusal: Refused) => Said,
  ...rest: Rest
): Said {
  const known: Partial<Record<string, (refusal: never, ...rest: Rest) => Said>> = cases
  const said = Object.hasOwn(known, refusal.__typename) ? known[refusal.__typename] : undefined
  return said ? said(refusal as never, ...rest) : later(refusal)
}
