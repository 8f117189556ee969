import { createHash, randomBytes } from 'node:crypto'
import { hash as bcrypt } from '@node-rs/bcrypt'
import argon2 from 'argon2'
import { describe, expect, test } from 'vitest'
import type { IssuedScheme } from '../../server/generated/prisma/enums.ts'
import { createHasher, type HashingSettings, type StoredSecret } from '../../server/hasher.ts'

const cheap: HashingSettings = { memoryKiB: 1024, passes: 1, lanes: 1 }
const random = { bytes: (size: number) => new Uint8Array(randomBytes(size)) }
const hasher = (settings = cheap, poolSize = 4) => createHasher(settings, random, poolSize)

const argon = (text: string) => argon2.hash(text, { memoryCost: 1024, timeCost: 1, parallelism: 1 })
const digest = (kind: string, text: string) => createHash(kind).update(text).digest('hex')

/** How each kind of issued password comes to be stored (prisma/schema.prisma). */
const stored: Record<IssuedScheme, (clear: string) => Promise<string>> = {
  NORMAL: (clear) => argon(clear.replaceAll('-', '')),
  AS_TYPED: argon,
  BCRYPT: (clear) => bcrypt(clear, 4),
  MD5: (clear) => argon(digest('md5', clear)),
  SHA1: (clear) => argon(digest('sha1', clear)),
}
const schemes = Object.keys(stored) as IssuedScheme[]

const hostile = [
  '',
  '\u0000',
  'KXQ7-1001\u0000',
  '\u0000KXQ7-1001',
  '\ud800',
  '🦄',
  'KXQ7-1001 x',
  'x'.repeat(1000),
  'é'.repeat(1000),
]

describe.each(schemes)('an issued password stored as %s', (scheme) => {
  test('is proved by itself and by nothing else, whatever is typed', async () => {
    const place = (await hasher()).admit()
    const secret: StoredSecret = { scheme, hash: await stored[scheme]('KXQ7-1001') }
    expect(await place?.verify(secret, 'KXQ7-1001')).toBe(true)
    for (const typed of [...hostile, 'KXQ7-1002', 'kXQ7-1001']) {
      expect(await place?.verify(secret, typed), JSON.stringify(typed.slice(0, 20))).toBe(false)
    }
  })
})

test('an own password is one password on every keyboard: NFC, NFD and full-width prove it', async () => {
  const place = (await hasher()).admit()
  const hash = (await place?.hash('Éléphant-42')) ?? ''
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=1024,/)
  for (const typed of ['Éléphant-42', 'Éléphant-42'.normalize('NFD'), 'Éléphant-４２']) {
    expect(await place?.verify({ hash, scheme: 'CHOSEN' }, typed), typed).toBe(true)
  }
  for (const typed of ['Elephant-42', 'Éléphant-42 ', 'éléphant-42', ...hostile]) {
    expect(await place?.verify({ hash, scheme: 'CHOSEN' }, typed)).toBe(false)
  }
})

test('two hashes of one password differ: each has its salt', async () => {
  const place = (await hasher()).admit()
  expect(await place?.hash('Tilleul-42')).not.toBe(await place?.hash('Tilleul-42'))
})

test('an unknown identifier costs the same work as a known one, and is never right', async () => {
  const place = (await hasher({ memoryKiB: 19456, passes: 2, lanes: 1 })).admit()
  const hash = (await place?.hash('Tilleul-42')) ?? ''
  const time = async (secret: StoredSecret | null) => {
    const started = performance.now()
    expect(await place?.verify(secret, 'wrong')).toBe(false)
    return performance.now() - started
  }
  const pairs: [number, number][] = []
  for (let i = 0; i < 8; i++) pairs.push([await time({ hash, scheme: 'CHOSEN' }), await time(null)])
  const best = (which: 0 | 1) => Math.min(...pairs.map((pair) => pair[which]))
  // Coarse on a shared machine; the proof with statistics is `npm run proof:timing`.
  expect(best(1) / best(0)).toBeGreaterThan(0.5)
  expect(best(1) / best(0)).toBeLessThan(2)
})

test('the gate takes so many and refuses the rest at once; a place given back is free, once', async () => {
  const gate = await hasher({ memoryKiB: 19456, passes: 2, lanes: 1 })
  const places = []
  for (let place = gate.admit(); place; place = gate.admit()) places.push(place)
  expect(places.length).toBeGreaterThan(2)
  expect(places.length).toBeLessThan(2000)
  expect(gate.retryAfterSeconds()).toBeGreaterThanOrEqual(1)
  places[0]?.release()
  places[0]?.release()
  expect(gate.admit()).not.toBeNull()
  expect(gate.admit()).toBeNull()
  for (const place of places) place.release()
})

test('people who are turned away are called back one after the other, none later than half a minute', async () => {
  const gate = await hasher({ memoryKiB: 19_456, passes: 2, lanes: 1 }, 3)
  const places = []
  for (let place = gate.admit(); place; place = gate.admit()) places.push(place)
  const told = Array.from({ length: 1000 }, () => gate.retryAfterSeconds())
  for (const place of places) place.release()
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  const [soonest = 0, latest = 0] = [told[0], told.at(-1)]
  expect(soonest).toBeLessThanOrEqual(3)
  expect(latest).toBeGreaterThan(soonest + 2)
  expect(latest).toBeLessThanOrEqual(30)
})

test('hashes of one lane never run more at once than the pool leaves room for', async () => {
  const gate = await hasher(cheap, 2)
  const place = gate.admit()
  const finished: number[] = []
  await Promise.all(Array.from({ length: 6 }, (_, i) => place?.hash(`p${i}`).then(() => finished.push(i))))
  // One at a time: in the order of arrival.
  expect(finished).toEqual([0, 1, 2, 3, 4, 5])
})

test('a hash of weaker parameters is outdated, one of today’s or stronger is not', async () => {
  const gate = await hasher({ memoryKiB: 2048, passes: 2, lanes: 1 })
  const place = gate.admit()
  expect(gate.isOutdated((await place?.hash('Tilleul-42')) ?? '')).toBe(false)
  expect(gate.isOutdated(await argon('Tilleul-42'))).toBe(true)
})

test('a hash that fails leaves the lane open for the next', async () => {
  const gate = await hasher(cheap, 2)
  const place = gate.admit()
  await expect(place?.verify({ hash: 'not a hash', scheme: 'CHOSEN' }, 'x')).rejects.toThrow()
  expect(await place?.hash('Tilleul-42')).toContain('argon2id')
})
