/** Letters of other alphabets that look like ours (Unicode TR39, those of one stroke of the eye), and ours with marks. */
const looks: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...pairs('аӑα', 'a'),
    ...pairs('сϲ', 'c'),
    ...pairs('ԁ', 'd'),
    ...pairs('еєε', 'e'),
    ...pairs('ɡ', 'g'),
    ...pairs('һ', 'h'),
    ...pairs('іıι', 'i'),
    ...pairs('ј', 'j'),
    ...pairs('кκ', 'k'),
    ...pairs('ӏł', 'l'),
    ...pairs('м', 'm'),
    ...pairs('пη', 'n'),
    ...pairs('оοøσ', 'o'),
    ...pairs('рρ', 'p'),
    ...pairs('ԛ', 'q'),
    ...pairs('гѓ', 'r'),
    ...pairs('ѕ', 's'),
    ...pairs('тτ', 't'),
    ...pairs('υ', 'u'),
    ...pairs('ν', 'v'),
    ...pairs('ԝ', 'w'),
    ...pairs('хχ', 'x'),
    ...pairs('уγ', 'y'),
  ].concat([
    ['œ', 'oe'],
    ['æ', 'ae'],
    ['ß', 'ss'],
  ]),
)

function pairs(letters: string, look: string): [string, string][] {
  return [...letters].map((letter) => [letter, look])
}

/** A text as an eye that knows our alphabet alone reads it: « gmaïl » and a Cyrillic « gmаil » are both « gmail ». */
export function asLatin(text: string): string {
  const bare = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')
  return [...bare].map((letter) => looks[letter] ?? letter).join('')
}

/** True when one label mixes our alphabet with another: no registry sells such a name, only a trap holds one. */
export function mixesAlphabets(domain: string): boolean {
  return domain
    .split('.')
    .some(
      (label) =>
        /\p{Script=Latin}/u.test(label) && /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(label),
    )
}
