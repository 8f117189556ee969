import { randomFillSync } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandWorld } from './command.ts'
import { header, makeAgency, rowOf } from './support.ts'

/** Node, Prisma and the argon2 pool hold some 150 MB by themselves. */
const boundMb = 450

const bcrypt = '$2b$10$0cHRdf0KWTuIR3pFNrQFrOyRf6mnTlRI226p8Sq3ZcAoJlMCmP4By'
const rowsOf = (row: (i: number) => string) => (i: number) =>
  Buffer.from(Array.from({ length: 1000 }, (_, k) => `${row(i * 1000 + k)}\n`).join(''))

interface Counts {
  rows: number
  refused: number
}

/** What it is made of, its size in MB, its content by the chunk. Short rows cost most time, so that these are fewer. */
const files: [string, number, (i: number) => Uint8Array][] = [
  ['one line without an end', 50, () => Buffer.alloc(100_000, 'x')],
  ['random bytes', 50, () => randomFillSync(Buffer.alloc(100_000))],
  ['rows of 9 kB', 50, rowsOf(() => rowOf({ home: 'x'.repeat(9000) }))],
  ['a quote opened on every line', 5, rowsOf(() => rowOf({ first: '"Marie' }))],
  ['one identifier on every row', 5, rowsOf((i) => rowOf({ owner: `P${i}`, password: bcrypt }))],
]

describe('a hostile file', { timeout: 300_000 }, () => {
  test.each(files)('of %s, %i MB, is refused row by row in bounded memory', async (_name, megabytes, chunk) => {
    const { run, dir, db } = await commandWorld()
    await makeAgency({ db, clock: { now: () => new Date('2026-11-22T13:05:00Z') } })
    const path = join(dir, 'hostile.csv')
    const file = openSync(path, 'w')
    let written = writeSync(file, `${header}\n`)
    for (let i = 0; written < megabytes * 1_000_000; i++) written += writeSync(file, chunk(i))
    closeSync(file)
    const { exitCode, stdout, stderr, peakMb } = await run('import', path, '--json', '--dry-run')
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    const { rows, refused }: Counts = JSON.parse(stdout)
    expect(rows).toBeGreaterThan(0)
    expect(refused).toBe(rows)
    expect(peakMb).toBeLessThan(boundMb)
    if (process.platform === 'linux') expect(peakMb).toBeGreaterThan(0)
  })
})
