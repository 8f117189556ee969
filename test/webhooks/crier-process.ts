// A node that tells partners, in a process of its own, so that a test can kill it: node crier-process.ts <database> <instant>
import { connect } from '../../server/database/connect.ts'
import { createCrier } from '../../server/partners/webhooks/crier.ts'
import { internet } from '../../server/partners/webhooks/internet.ts'
import { mailDeps } from '../mail/mail-deps.ts'

const [databaseUrl = '', instant = ''] = process.argv.slice(2)
const db = connect(databaseUrl, 4)
const deps = mailDeps(db, { now: () => new Date(instant) })
const crier = createCrier(deps, internet(deps))
await crier.runOnce()
await crier.stop()
await db.$disconnect()
