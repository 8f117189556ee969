import { goesOn, perform } from './commands.ts'
import type { Model } from './facts.ts'
import { signsIn } from './owner-acts.ts'
import { setsPassword } from './password-acts.ts'
import type { Town } from './town.ts'

/** Where a life begins: with letters, or with accounts that were opened together or one by one, hours ago. */
export const beginnings = ['LETTERS', 'TOGETHER', 'APART', 'NEIGHBOURS'] as const
export type Beginning = (typeof beginnings)[number]

/** Places in the list of accounts, counted from its end as picks are. */
const [second, first, neighbours] = [1, 2, 0]

export async function begin(m: Model, t: Town, beginning: Beginning): Promise<void> {
  const [owner, , , , , neighbour] = t.actors
  if (beginning === 'LETTERS' || !owner || !neighbour) return
  const signIn = (n: number) => perform(m, t, owner, signsIn, [n, 0, 0])
  const goOn = () => perform(m, t, owner, goesOn, [0])
  await signIn(first)
  await goOn()
  await goOn()
  if (beginning === 'APART') {
    // Only its own account is ticked; the other is opened by its own letter, at the verified address.
    await perform(m, t, owner, setsPassword, [0, 0, 2, first, 0])
    await signIn(second)
    for (let i = 0; i < 3; i++) await goOn()
  } else await goOn()
  if (beginning === 'NEIGHBOURS') {
    await perform(m, t, neighbour, signsIn, [neighbours, 0, 0])
    for (let i = 0; i < 3; i++) await perform(m, t, neighbour, goesOn, [0])
  }
  t.w.clock.forward({ hours: 2 })
}
