/**
 * Filters that hold a message until its sender answers a challenge, by the end of the MX host's name: a program never
 * answers, so a code waits there unseen (the printed guide warns of them). Names as their users know them. Only services
 * whose customers' MX carry these names are listed: one that merely rejects spam delivers our code.
 */
const filters: readonly (readonly [suffix: string, name: string])[] = [
  ['mailinblack.com', 'MailInBlack'],
  ['spamenmoins.com', 'SpamEnMoins'],
]

/** The filter that mail for these MX hosts goes through; null: none that we know. */
export function challengeFilterOf(hosts: readonly string[]): string | null {
  const stands = ([suffix]: readonly [string, string]) =>
    hosts.some((host) => host === suffix || host.endsWith(`.${suffix}`))
  return filters.find(stands)?.[1] ?? null
}
