import type { Caller } from '../../server/flows/caller.ts'

/** A program without a key, as the API gives it to a use-case. */
export const anyone: Caller = {
  realm: 'live',
  key: null,
  clientAddress: '203.0.113.7',
  userAgent: null,
  device: null,
}
