/** What of a request about a partner cannot be acted on. `field` is what the caller named it. */
export interface PartnerFault {
  field: PartnerField
  reason: 'REQUIRED' | 'MALFORMED' | 'TOO_LONG' | 'UNKNOWN' | 'TAKEN' | 'NOT_FOR_KIND'
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
  | 'by'

/** Nothing was written: each thing that is wrong, all at once. */
export interface PartnerRefused {
  __typename: 'PartnerRefused'
  faults: PartnerFault[]
}

export const refused = (faults: PartnerFault[]): PartnerRefused => ({ __typename: 'PartnerRefused', faults })
