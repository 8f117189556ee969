import type { Tx } from '../deps.ts'

/** How a sandbox's realm begins; the real world's is `live`. */
const sandboxRealm = /^test:[a-z0-9-]+$/

/**
 * Takes everybody of a sandbox away, with all that they did: nothing goes before what points at it. Its events stay, as
 * every event does, without the words that were typed. Throws on any other realm: no mistake of a caller's empties the
 * real world.
 */
export async function emptyRealm(tx: Tx, realm: string): Promise<void> {
  if (!sandboxRealm.test(realm)) throw new Error(`${realm} is no sandbox`)
  // Whoever is in the middle of a step goes first, and nobody begins another before this is done.
  await tx.$queryRaw`SELECT 1 FROM "Owner" WHERE realm = ${realm} ORDER BY id FOR UPDATE`
  await tx.$queryRaw`SELECT 1 FROM "Flow" WHERE realm = ${realm} ORDER BY id FOR UPDATE`
  await tx.delivery.deleteMany({ where: { message: { realm } } })
  await tx.message.deleteMany({ where: { realm } })
  await tx.code.deleteMany({ where: { flow: { realm } } })
  await tx.flow.deleteMany({ where: { realm } })
  await tx.session.deleteMany({ where: { realm } })
  await tx.device.deleteMany({ where: { account: { realm } } })
  await tx.staffAction.deleteMany({ where: { realm } })
  await tx.freezeLink.deleteMany({ where: { credential: { owner: { realm } } } })
  await tx.formerEmail.deleteMany({ where: { owner: { realm } } })
  await tx.account.deleteMany({ where: { realm } })
  await tx.credential.deleteMany({ where: { owner: { realm } } })
  await tx.owner.deleteMany({ where: { realm } })
  await tx.counter.deleteMany({ where: { realm } })
  // They hold handles and tokens of people who are gone. What is being carried out now keeps its own: this very reset.
  await tx.keptAnswer.deleteMany({ where: { realm, answeredAt: { not: null } } })
  await tx.eventDetail.deleteMany({ where: { event: { realm } } })
}
