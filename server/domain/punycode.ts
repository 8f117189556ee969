/** RFC 3492 §5: the parameters of Punycode as domain names use it. */
const [base, least, most, skew, damp] = [36, 1, 26, 38, 700]

/** A domain's labels as they are read: `xn--lyse-9oad.fr` is « élysée.fr ». A label that is no Punycode stays. */
export function unicodeDomain(domain: string): string {
  return domain
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decode(label.slice(4)) ?? label) : label))
    .join('.')
}

/** RFC 3492 §6.2; null for what no encoder makes. */
function decode(text: string): string | null {
  const delimiter = text.lastIndexOf('-')
  const points = [...text.slice(0, Math.max(0, delimiter))].map((letter) => letter.codePointAt(0) ?? 0)
  let [point, at, bias] = [128, 0, 72]
  let rest = [...text.slice(delimiter + 1)]
  while (rest.length > 0) {
    const before = at
    for (let weight = 1, k = base; ; k += base) {
      const digit = digitOf(rest[0])
      if (digit === null) return null
      rest = rest.slice(1)
      at += digit * weight
      const threshold = Math.min(most, Math.max(least, k - bias))
      if (digit < threshold) break
      weight *= base - threshold
      if (weight > 0x7fffffff) return null
    }
    const count = points.length + 1
    bias = adapt(at - before, count, before === 0)
    point += Math.floor(at / count)
    at %= count
    if (point > 0x10ffff) return null
    points.splice(at, 0, point)
    at += 1
  }
  return String.fromCodePoint(...points)
}

function adapt(distance: number, count: number, first: boolean): number {
  let delta = first ? Math.floor(distance / damp) : Math.floor(distance / 2)
  delta += Math.floor(delta / count)
  let k = 0
  for (; delta > ((base - least) * most) / 2; k += base) delta = Math.floor(delta / (base - least))
  return k + Math.floor(((base - least + 1) * delta) / (delta + skew))
}

function digitOf(letter: string | undefined): number | null {
  if (letter === undefined) return null
  const value = letter >= '0' && letter <= '9' ? letter.charCodeAt(0) + 26 - 48 : letter.charCodeAt(0) - 97
  return value >= 0 && value < base ? value : null
}
