import { signIn } from './support/journeys.ts'
import { testKills } from './support/kills.ts'

testKills(signIn)
