/** What must hold of the database after every fault, as the rows that break it. */
export interface Law {
  /** Says what holds. */
  name: string
  /** Finds the rows that break it; none: it holds. */
  sql: string
}

/**
 * SQL: the instant from which on everything is still kept. Retention lets ended flows go after a day and counted sends
 * leave their windows then: what is older proves nothing by being away.
 */
export const recent = `(SELECT max(at) - interval '12 hours' FROM "Event")`

/** SQL: whether the service acted on an account of this owner: it may undo what an owner did. */
export const serviceActedOn = (ownerId: string) =>
  `EXISTS (SELECT 1 FROM "Event" e JOIN "Account" x ON x.id = e."accountId"
    WHERE x."ownerId" = ${ownerId} AND e.kind = 'STAFF_ACTION_DONE')`
