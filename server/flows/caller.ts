/** Who calls a use-case, as far as its rules need to know. */
export interface Caller {
  /** `live`, or `test:<partner>`: part of every look-up, counter, message and event. */
  realm: string
  /** The address of the socket (or a configured proxy's word for it). */
  clientAddress: string
  /** What its browser says of itself; null when nothing. Read into a word (domain/device.ts), never kept. */
  userAgent: string | null
  /** Where the site keeps the token of a known device; null for a program that calls the API: it has none. */
  device: DeviceSlot | null
}

export interface DeviceSlot {
  /** The token that the browser holds; null: none. Whether it is one of ours is not known yet. */
  held: string | null
  /** Hands the browser its token, in place of the one it held. */
  give(token: string): void
}
