// A courier in a process of its own, so that a test can kill it: node courier-process.ts <database> <relay> <instant>
import { connect } from '../../server/database/connect.ts'
import { createCourier } from '../../server/mail/courier.ts'
import { smtpTransport } from '../../server/mail/relay-transport.ts'
import { mailDeps } from './mail-deps.ts'

const [databaseUrl = '', relayUrl = '', instant = ''] = process.argv.slice(2)
const db = connect(databaseUrl, 4)
const courier = createCourier(mailDeps(db, { now: () => new Date(instant) }), smtpTransport(relayUrl))
await courier.runOnce()
await courier.stop()
await db.$disconnect()
