import { clientNetwork } from '../../domain/network.ts'

/** Who is connected to a port now, by network: a household of IPv6 has addresses without end. */
export interface Callers {
  /** Counts a connection; false: its network has as many already. It is counted until it leaves all the same. */
  enter(connection: string, address: string): boolean
  leave(connection: string): void
}

/** At most `most` connections of one network at a time. */
export function createCallers(most: number): Callers {
  const networks = new Map<string, string>()
  return {
    enter(connection, address) {
      const network = clientNetwork(address)
      networks.set(connection, network)
      return [...networks.values()].filter((other) => other === network).length <= most
    },
    leave(connection) {
      networks.delete(connection)
    },
  }
}
