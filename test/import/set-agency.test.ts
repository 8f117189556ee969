import { describe, expect, test } from 'vitest'
import { setAgency } from '../../server/staff/set-agency.ts'
import { world } from '../support/world.ts'
import { commandWorld } from './command.ts'

const typed = {
  name: 'Syndic des Tilleuls',
  phone: '0199001234',
  hours: 'du lundi au vendredi',
  sender: 'bonjour@tilleuls.example',
  postalAddress: '12 avenue des Tilleuls, 69003 Lyon',
  hosts: ['espace.tilleuls.example'],
}

describe('an agency', () => {
  test('is made, then changed by what is given alone, then left as it is', async () => {
    const { deps } = await world()
    expect(await setAgency(deps, 'tilleuls', typed, null)).toMatchObject({
      done: 'CREATED',
      agency: { phone: '01 99 00 12 34' },
    })
    expect(await setAgency(deps, 'tilleuls', { accent: '#0b5351' }, null)).toMatchObject({
      done: 'CHANGED',
      agency: { name: typed.name, accent: '#0b5351' },
    })
    expect(await setAgency(deps, 'tilleuls', { accent: '#0B5351' }, null)).toMatchObject({ done: 'UNCHANGED' })
    expect(await deps.db.event.findMany({ select: { kind: true } })).toEqual([
      { kind: 'AGENCY_SET' },
      { kind: 'AGENCY_SET' },
    ])
  })

  test('one of them is the default, the first until another is named', async () => {
    const { deps } = await world()
    const defaults = async () => (await deps.db.agency.findMany({ where: { isDefault: true } })).map(({ key }) => key)
    await setAgency(deps, 'tilleuls', typed, null)
    await setAgency(deps, 'parc', { ...typed, hosts: [] }, null)
    expect(await defaults()).toEqual(['tilleuls'])
    await setAgency(deps, 'parc', { isDefault: true }, null)
    expect(await defaults()).toEqual(['parc'])
    await Promise.all(
      ['tilleuls', 'parc', 'tilleuls', 'parc'].map((key) => setAgency(deps, key, { isDefault: true }, null)),
    )
    expect(await defaults()).toHaveLength(1)
  })

  test('shares no host name with another, and nothing is written when one option is refused', async () => {
    const { deps } = await world()
    await setAgency(deps, 'tilleuls', typed, null)
    expect(await setAgency(deps, 'parc', typed, null)).toMatchObject({ faults: [{ option: '--host' }] })
    expect(await setAgency(deps, 'tilleuls', { name: 'Autre', accent: '#ffffff' }, null)).toMatchObject({
      faults: [{ option: '--accent' }],
    })
    expect(await deps.db.agency.findMany()).toMatchObject([{ key: 'tilleuls', name: 'Syndic des Tilleuls' }])
  })

  test('is set from the command line, which shows it and says what it refuses', { timeout: 60_000 }, async () => {
    const { run, write, db } = await commandWorld()
    const logo = write('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')
    const options = [
      '--name',
      typed.name,
      '--phone',
      typed.phone,
      '--hours',
      typed.hours,
      '--sender',
      typed.sender,
      '--postal-address',
      typed.postalAddress,
    ]
    const set = await run(
      'agency:set',
      'tilleuls',
      ...options,
      '--logo',
      logo,
      '--host',
      'a.example',
      '--host',
      'b.example',
    )
    expect(set).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('01 99 00 12 34') })
    expect(await db.agency.findMany()).toMatchObject([{ hostNames: ['a.example', 'b.example'], isDefault: true }])
    const refused = await run('agency:set', 'tilleuls', '--accent', '#ffffff', '--json')
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('contraste') })
    expect(JSON.parse(refused.stdout)).toMatchObject({ faults: [{ option: '--accent' }] })
  })
})
