import { emailChange } from './support/journeys.ts'
import { testKills } from './support/kills.ts'

testKills(emailChange)
