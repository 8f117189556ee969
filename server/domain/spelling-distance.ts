/**
 * How far a typed word is from a meant one (Damerau–Levenshtein), each slip weighed by how easily a hand or an ear makes
 * it: on an AZERTY keyboard, on a phone, or by writing a foreign name as it sounds in French.
 */

/** The rows of an AZERTY keyboard, shifted as the keys are. QWERTY differs in A, Q, Z, W and M, covered by `alike`. */
const rows = ['azertyuiop', 'qsdfghjklm', 'wxcvbn']
const place = new Map(rows.flatMap((row, y) => [...row].map((key, x) => [key, { x: x + y * 0.4, y }] as const)))

/** Letters taken for each other by the ear or the eye, and keys that an English keyboard puts next to each other. */
const alike = ['aeio', 'ouy', 'iye', 'mn', 'bp', 'dt', 'gj', 'ckq', 'scz', 'vw', 'fv', 'il', 'aq', 'zw', 'as', 'mk']

const slip = { double: 0.5, swap: 0.7, near: 0.7, alike: 0.75, missing: 0.8, extra: 0.9, other: 1.1, figure: 0.5 }
/** Nobody misses the first letter as easily as the next ones: « range.fr » is rather itself. */
const firstLetter = { replaced: 0.3, missing: 0.2 }

const isNear = (one: string, other: string) => {
  const [a, b] = [place.get(one), place.get(other)]
  return a !== undefined && b !== undefined && Math.abs(a.y - b.y) <= 1 && Math.abs(a.x - b.x) <= 1.1
}
const figures: Readonly<Record<string, string>> = { '0': 'o', '1': 'li', '3': 'e', '5': 's', '4': 'a' }

function replaced(typed: string, meant: string, first: boolean): number {
  if (typed === meant) return 0
  if (figures[typed]?.includes(meant)) return slip.figure
  const cost = isNear(typed, meant)
    ? slip.near
    : alike.some((group) => group.includes(typed) && group.includes(meant))
      ? slip.alike
      : slip.other
  return first ? cost + firstLetter.replaced : cost
}

/** 0 for the same word; about 0.7 for one slip, 1.1 for a letter that nothing explains. */
export function spellingDistance(typed: string, meant: string): number {
  const width = meant.length + 1
  const costs = new Float64Array((typed.length + 1) * width)
  const at = (i: number, j: number) => costs[i * width + j] ?? 0
  for (let i = 0; i <= typed.length; i++) {
    for (let j = 0; j <= meant.length; j++) {
      if (i === 0 && j === 0) continue
      const [t, m] = [typed[i - 1] ?? '', meant[j - 1] ?? '']
      const ways: number[] = []
      if (i > 0) ways.push(at(i - 1, j) + extra(typed, i - 1))
      if (j > 0) ways.push(at(i, j - 1) + missing(meant, j - 1))
      if (i > 0 && j > 0) ways.push(at(i - 1, j - 1) + replaced(t, m, i === 1 && j === 1))
      const swapped = i > 1 && j > 1 && t !== m && t === meant[j - 2] && typed[i - 2] === m
      if (swapped) ways.push(at(i - 2, j - 2) + slip.swap)
      costs[i * width + j] = Math.min(...ways)
    }
  }
  return at(typed.length, meant.length)
}

function extra(typed: string, i: number): number {
  const [letter = '', before = '', after = ''] = [typed[i], typed[i - 1], typed[i + 1]]
  if (letter === before || letter === after) return slip.double
  return isNear(letter, before) || isNear(letter, after) ? slip.near : slip.extra
}

function missing(meant: string, j: number): number {
  if (meant[j] === meant[j - 1] || meant[j] === meant[j + 1]) return slip.double
  return j === 0 ? slip.missing + firstLetter.missing : slip.missing
}
