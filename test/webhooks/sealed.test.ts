import { expect, test } from 'vitest'
import { createKeyRing } from '../../server/keys.ts'
import { systemRandom } from '../../server/random.ts'
import { seal, sealedUnder, unseal } from '../../server/sealed.ts'

const old = new Uint8Array(32).fill(7)
const fresh = new Uint8Array(32).fill(9)
const ring = createKeyRing(new Map([['k1', old]]), 'k1')
const plain = new TextEncoder().encode('Tilleul-42-lampe')

test('what is sealed opens for its purpose, its row and its key, and for nothing else', () => {
  const sealed = seal({ keys: ring, random: systemRandom }, 'webhook secret', 'row 1', plain)
  expect(Buffer.from(sealed).includes(Buffer.from(plain))).toBe(false)
  expect(unseal(ring, 'webhook secret', 'row 1', sealed)).toEqual(plain)
  expect(unseal(ring, 'webhook secret', 'row 2', sealed)).toBeNull()
  expect(unseal(ring, 'events cursor', 'row 1', sealed)).toBeNull()
  const other = createKeyRing(new Map([['k1', fresh]]), 'k1')
  expect(unseal(other, 'webhook secret', 'row 1', sealed)).toBeNull()
  for (let i = 0; i < sealed.length; i++) {
    const changed = sealed.slice()
    changed[i] = (changed[i] ?? 0) ^ 1
    expect(unseal(ring, 'webhook secret', 'row 1', changed), `byte ${i}`).toBeNull()
    expect(unseal(ring, 'webhook secret', 'row 1', sealed.subarray(0, i)), `${i} bytes`).toBeNull()
  }
})

test('a ring with a new key opens what the former one sealed, for as long as it holds that', () => {
  const sealed = seal({ keys: ring, random: systemRandom }, 'webhook secret', 'row 1', plain)
  const rotated = createKeyRing(
    new Map([
      ['k2', fresh],
      ['k1', old],
    ]),
    'k2',
  )
  expect(sealedUnder(sealed)).toBe('k1')
  expect(unseal(rotated, 'webhook secret', 'row 1', sealed)).toEqual(plain)
  expect(sealedUnder(seal({ keys: rotated, random: systemRandom }, 'webhook secret', 'row 1', plain))).toBe('k2')
  expect(unseal(createKeyRing(new Map([['k2', fresh]]), 'k2'), 'webhook secret', 'row 1', sealed)).toBeNull()
})
