import { hash } from 'node:crypto'

const empty = 0xffff_ffff

/**
 * Numbers strings from 0 up in the order they first come, and keeps `width` 32-bit values for each. It stores eight
 * bytes of a digest and never the string: two million identifiers take some 60 MB, where a Map would take ten times
 * more and a hostile file the whole heap. Two strings meet by chance once in 10^7 files of that size.
 */
export interface KeyTable {
  /** The number of `key`, new or known. */
  slot(key: string): number
  get(slot: number, column: number): number
  set(slot: number, column: number, value: number): void
}

export function createKeyTable(width: number): KeyTable {
  let capacity = 1024
  let buckets = new Uint32Array(capacity).fill(empty)
  let digests = new Uint32Array(capacity * 2)
  let values = new Uint32Array(capacity * width)
  let size = 0

  /** The bucket that holds this digest, or the empty one where it belongs. */
  function find(high: number, low: number): number {
    let bucket = (high ^ low) & (capacity - 1)
    for (;;) {
      const slot = buckets[bucket] ?? empty
      if (slot === empty || (digests[slot * 2] === high && digests[slot * 2 + 1] === low)) return bucket
      bucket = (bucket + 1) & (capacity - 1)
    }
  }

  function grow(): void {
    capacity *= 2
    digests = copyInto(new Uint32Array(capacity * 2), digests)
    values = copyInto(new Uint32Array(capacity * width), values)
    buckets = new Uint32Array(capacity).fill(empty)
    for (let slot = 0; slot < size; slot++) buckets[find(digests[slot * 2] ?? 0, digests[slot * 2 + 1] ?? 0)] = slot
  }

  return {
    slot(key) {
      const digest = hash('sha1', key, 'buffer')
      const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)]
      const known = buckets[find(high, low)] ?? empty
      if (known !== empty) return known
      // Two thirds full: past it, runs of neighbours make each look-up a walk.
      if (size * 3 >= capacity * 2) grow()
      digests[size * 2] = high
      digests[size * 2 + 1] = low
      buckets[find(high, low)] = size
      return size++
    },
    get: (slot, column) => values[slot * width + column] ?? 0,
    set(slot, column, value) {
      values[slot * width + column] = value
    },
  }
}

function copyInto(target: Uint32Array<ArrayBuffer>, source: Uint32Array): Uint32Array<ArrayBuffer> {
  target.set(source)
  return target
}
