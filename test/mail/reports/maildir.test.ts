import { execFileSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createIntake } from '../../../server/mail/reports/intake.ts'
import { createMaildir } from '../../../server/mail/reports/maildir.ts'
import { openReports } from '../../../server/mail/reports/reports.ts'
import { migrate } from '../../support/steps.ts'
import { type World, world } from '../../support/world.ts'
import { email, password, reportedOf, sentMessage, unknown } from './reported.ts'
import { bounceAddress, report, sample } from './samples.ts'

const mailOf = (text: string | Uint8Array) => Buffer.from(text)

function maildir() {
  const dir = mkdtempSync(join(tmpdir(), 'connexion-bounces-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  for (const folder of ['new', 'cur', 'tmp']) mkdirSync(join(dir, folder))
  return {
    dir,
    deliver: (name: string, mail: Uint8Array) => writeFileSync(join(dir, 'new', name), mail),
    left: () => readdirSync(join(dir, 'new')),
  }
}

async function opened() {
  const w = await world()
  const [letter] = await w.people.owner({ identifiers: ['A100'] })
  await migrate(w, letter, email, password)
  const message = await sentMessage(w, letter.accountId)
  return { w, message, address: bounceAddress(message.id), ...maildir() }
}

const reader = ({ deps }: World, dir: string) => {
  const take = createIntake(deps)
  return createMaildir(dir, deps.log, (source) => take({ source, envelope: null }))
}

test('what a mail server delivered is noted and removed, the rest of the folder untouched', async () => {
  const { w, message, address, dir, deliver, left } = await opened()
  deliver('1795439163.M1P1.relay', sample('postfix-unknown', address))
  deliver('1795439164.M1P1.relay', sample('out-of-office', address))
  deliver('.1795439165.half', sample('orange-full', address))
  writeFileSync(join(dir, 'cur', 'read:2,S'), 'x')
  const read = reader(w, dir)
  expect(await read()).toBe(2)
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
  expect(left()).toEqual(['.1795439165.half'])
  expect(existsSync(join(dir, 'cur', 'read:2,S'))).toBe(true)
  expect(await read()).toBe(0)
})

test('links, pipes and folders are neither followed, waited for nor removed', async () => {
  const { w, message, address, dir, left } = await opened()
  writeFileSync(join(dir, 'elsewhere'), report(address, unknown))
  symlinkSync(join(dir, 'elsewhere'), join(dir, 'new', 'link'))
  symlinkSync('/dev/zero', join(dir, 'new', 'zero'))
  mkdirSync(join(dir, 'new', 'folder'))
  execFileSync('mkfifo', [join(dir, 'new', 'pipe')])
  expect(await reader(w, dir)()).toBe(0)
  expect(left().sort()).toEqual(['folder', 'link', 'pipe', 'zero'])
  expect(await reportedOf(w, message.id)).toEqual([])
  linkSync(join(dir, 'elsewhere'), join(dir, 'new', 'hard'))
  expect(await reader(w, dir)()).toBe(1)
  expect(existsSync(join(dir, 'elsewhere')), 'only its name in the folder goes').toBe(true)
})

test('a file of more than 256 kB is dropped unread', async () => {
  const { w, message, address, dir, deliver, left } = await opened()
  const mail = mailOf(report(address, unknown))
  deliver('large', Buffer.concat([mail, Buffer.alloc(256 * 1024 + 1 - mail.length, '\n')]))
  const seen: Uint8Array[] = []
  expect(await createMaildir(dir, w.deps.log, async (source) => seen.push(source))()).toBe(1)
  expect(seen).toEqual([])
  expect(left()).toEqual([])
  expect(await reportedOf(w, message.id)).toEqual([])
})

test('the database away: the file stays, and is taken when it is back', async () => {
  const { w, message, address, dir, deliver, left } = await opened()
  deliver('a', report(address, unknown))
  const failing = createMaildir(dir, w.deps.log, () => Promise.reject(new Error('away')))
  await expect(failing()).rejects.toThrow('away')
  expect(left()).toEqual(['a'])
  expect(await reader(w, dir)()).toBe(1)
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
})

test('a node that died between noting and removing, or a second node, notes nothing twice', async () => {
  const { w, message, address, dir, deliver, left } = await opened()
  const mail = report(address, unknown)
  await createIntake(w.deps)({ source: mail, envelope: null })
  for (let n = 0; n < 10; n++) deliver(`mail-${n}`, mail)
  const taken = await Promise.all([reader(w, dir)(), reader(w, dir)(), reader(w, dir)()])
  expect(taken.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(10)
  expect(left()).toEqual([])
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
})

test('a flood is taken fifty at a look, and none of it is opened that names no message of ours', async () => {
  const { w, message, address, dir, deliver, left } = await opened()
  for (let n = 0; n < 120; n++)
    deliver(`a-${String(n).padStart(3, '0')}`, mailOf(`To: x@y.fr\n\n${'\n'.repeat(200_000)}`))
  deliver('b', report(address, unknown))
  const read = reader(w, dir)
  const began = performance.now()
  const looks = [await read(), await read(), await read(), await read()]
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(looks).toEqual([50, 50, 21, 0])
  expect(left()).toEqual([])
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
})

test('a folder that is not there yet stops nothing, and is read once it is', async () => {
  const { w, message, address, dir, deliver } = await opened()
  rmSync(join(dir, 'new'), { recursive: true })
  const read = reader(w, dir)
  expect([await read(), await read()]).toEqual([0, 0])
  mkdirSync(join(dir, 'new'))
  deliver('a', report(address, unknown))
  expect(await read()).toBe(1)
  expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN'])
})

test('while the server runs, a delivered report is in the history within two seconds, by either way in', async () => {
  const { w, message, address, dir, deliver, left } = await opened()
  const settings = { ...w.deps.settings, mail: { ...w.deps.settings.mail, bounceMaildir: dir, bouncePort: 0 } }
  const reports = await openReports({ ...w.deps, settings }, '127.0.0.1')
  onTestFinished(() => reports.stop())
  deliver('a', report(address, unknown))
  await vi.waitFor(async () => expect(await reportedOf(w, message.id)).toEqual(['REFUSED UNKNOWN']), { timeout: 2_000 })
  await vi.waitFor(() => expect(left()).toEqual([]))
  await reports.stop()
  deliver('b', report(address, { Action: 'delivered' }))
  await new Promise((resolve) => setTimeout(resolve, 1_300))
  expect(left(), 'nothing is taken once it stopped').toEqual(['b'])
})
