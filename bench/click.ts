import { setTimeout as pause } from 'node:timers/promises'
import { digestOf } from '../server/keys.ts'
import { createCourier } from '../server/mail/courier.ts'
import { smtpTransport } from '../server/mail/relay-transport.ts'
import { quantile } from './ratio.ts'
import { startSink } from './sink.ts'
import type { Town } from './town.ts'

const query = 'mutation ($input: ChooseEmailInput!) { chooseEmail(input: $input) { __typename } }'

/** Seconds from « Suivant » until the local relay accepted the code, one owner after the other: median and 95th of 100. */
export async function benchClick({ deps, pool, ask }: Town, clicks: number): Promise<{ median: number; p95: number }> {
  const sink = await startSink()
  const courier = createCourier(deps, smtpTransport(sink.url))
  courier.start()
  const seconds: number[] = []
  try {
    const { rows: accounts } = await pool.query('SELECT id FROM "Account" LIMIT $1', [clicks])
    for (const [i, { id }] of accounts.entries()) {
      const handle = `cf_click_${i}`
      const email = `click${i}@orange.fr`
      const at = deps.clock.now()
      await pool.query(
        `INSERT INTO "Flow" (realm, kind, "handleHash", "accountId", step, "createdAt", "expiresAt")
         VALUES ('live', 'MIGRATION', $1, $2, 'CHOOSE_EMAIL', $3, $4)`,
        [digestOf(handle), id, at, new Date(at.getTime() + 86_400_000)],
      )
      // Not in step with the courier's looks.
      await pause((i * 37) % 500)
      const started = performance.now()
      const { chooseEmail } = await ask(query, { input: { flow: handle, email, confirmed: true } }, null, `10.1.${i}.1`)
      if (chooseEmail?.__typename !== 'CodeSent') throw new Error(JSON.stringify(chooseEmail))
      const isSent = async () =>
        (await pool.query(`SELECT 1 FROM "Message" WHERE email = $1 AND state = 'SENT'`, [email])).rows.length > 0
      while (!(await isSent())) await pause(5)
      seconds.push((performance.now() - started) / 1000)
    }
  } finally {
    await courier.stop()
    await sink.close()
  }
  return { median: quantile(seconds, 0.5), p95: quantile(seconds, 0.95) }
}
