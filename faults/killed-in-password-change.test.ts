import { passwordChange } from './support/journeys.ts'
import { testKills } from './support/kills.ts'

testKills(passwordChange)
