/** What of a request about a partner cannot be acted on. `field` is what the caller named it. */
export interface PartnerFault {
  field: PartnerField
  /** SEVERAL: which one must be said. LAST: nothing would be left. UNPROVED: a webhook's receiver did not answer as it must. */
  reason: 'REQUIRED' | 'MALFORMED' | 'TOO_LONG' | 'UNKNOWN' | 'TAKEN' | 'NOT_FOR_KIND' | 'SEVERAL' | 'LAST' | 'UNPROVED'
  /** The word that is wrong, where several were given. */
  word?: string
}

export type PartnerField =
  | 'partner'
  | 'name'
  | 'contact'
  | 'agency'
  | 'kind'
  | 'scope'
  | 'network'
  | 'origin'
  | 'days'
  | 'overlap'
  | 'key'
  | 'url'
  | 'event'
  | 'since'
  | 'by'

/** Nothing was written: each thing that is wrong, all at once. */
export interface PartnerRefused {
  __typename: 'PartnerRefused'
  faults: PartnerFault[]
}

export const refused = (faults: PartnerFault[]): PartnerRefused => ({ __typename: 'PartnerRefused', faults })
