/** Bytes that look like chance and are the same in the same order for the same seed: a failing test fails again. */
export interface Random {
  bytes(size: number): Uint8Array
}

/** `drawn`: where a mock that was put aside goes on, so that no token is made twice. */
export function createRandom(seed: string, drawn = 0): Random & { drawn(): number } {
  // xmur3 spreads the seed, sfc32 draws: no chance of the machine's, and none is needed where nothing is secret.
  let state = [...seed].reduce((hash, sign) => Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 3432918353), 1779033703)
  const spread = () => {
    state = Math.imul(state ^ (state >>> 16), 2246822507)
    state = Math.imul(state ^ (state >>> 13), 3266489909)
    state ^= state >>> 16
    return state >>> 0
  }
  let [a, b, c, d] = [spread(), spread(), spread(), spread()]
  let count = 0
  const draw = () => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    count++
    return t & 255
  }
  while (count < drawn) draw()
  return { bytes: (size) => Uint8Array.from({ length: size }, draw), drawn: () => count }
}
