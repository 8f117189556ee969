import { graphql, type ResultOf } from './graphql.ts'

export const agencyFields = graphql(`
  fragment AgencyFields on Agency @_unmask {
    name
    phone
    hours
    callPrice
    senderAddress
    postalAddress
    registration
    publicationDirector
    hostCompany
    logo
    accent
  }
`)
export type Agency = ResultOf<typeof agencyFields>

/** The agency that a host name shows. */
export const AgencyQuery = graphql(
  `
    query Agency($host: String) {
      agency(host: $host) {
        ...AgencyFields
      }
    }
  `,
  [agencyFields],
)

/** Whose programs serve the owners of that agency, besides this site. */
export const PortalsQuery = graphql(`
  query Portals($host: String) {
    agency(host: $host) {
      portals
    }
  }
`)
