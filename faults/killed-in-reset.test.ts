import { reset } from './support/journeys.ts'
import { testKills } from './support/kills.ts'

testKills(reset)
