/** Who calls a use-case, as far as its rules need to know. */
export interface Caller {
  /** `live`, or `test:<partner>`: part of every look-up, counter, message and event. */
  realm: string
  /** The address of the socket (or a configured proxy's word for it). */
  clientAddress: string
  /** What its browser says of itself; null when nothing. Read into a word (domain/device.ts), never kept. */
  userAgent: string | null
}
