import { describe, expect, test } from 'vitest'
import { maskEmail, readEmail } from '../../server/domain/email-address.ts'

const label63 = 'a'.repeat(63)
const long = (length: number) => {
  const domain = `${label63}.${label63}.${label63}.fr`
  return `${'x'.repeat(length - domain.length - 1)}@${domain}`
}

describe('taken, in its canonical form', () => {
  test.each([
    ['marie.durand@orange.fr', 'marie.durand@orange.fr'],
    ['Marie.Durand@Orange.FR', 'marie.durand@orange.fr'],
    ['  marie@orange.fr\r\n', 'marie@orange.fr'],
    ['\u00a0marie@orange.fr\u3000', 'marie@orange.fr'],
    ['\ufeffmarie@orange.fr', 'marie@orange.fr'],
    ['\u202amarie@orange.fr\u202c', 'marie@orange.fr'],
    ['\u200emarie@\u200borange.fr', 'marie@orange.fr'],
    ['marie@orange,fr', 'marie@orange.fr'],
    ['marie,durand@orange,fr', 'marie.durand@orange.fr'],
    ['marie＠orange．fr', 'marie@orange.fr'],
    ['ｍａｒｉｅ@orange.fr', 'marie@orange.fr'],
    ['marie\ufe6borange.fr', 'marie@orange.fr'],
    ['mailto:marie@orange.fr', 'marie@orange.fr'],
    ['MAILTO:marie@orange.fr', 'marie@orange.fr'],
    ['<marie@orange.fr>', 'marie@orange.fr'],
    ['mailto:<marie@orange.fr>', 'marie@orange.fr'],
    ['<mailto:marie@orange.fr>', 'marie@orange.fr'],
    ['< marie@orange.fr >', 'marie@orange.fr'],
    ['<<marie@orange.fr>>', 'marie@orange.fr'],
    ["o'brien+syndic@sous.domaine.co.uk", "o'brien+syndic@sous.domaine.co.uk"],
    ["!#$%&'*+/=?^_`{|}~-@x.fr", "!#$%&'*+/=?^_`{|}~-@x.fr"],
    ['a@1.fr', 'a@1.fr'],
    ['a@b--c.fr', 'a@b--c.fr'],
    ['marie@élysée.fr', 'marie@xn--lyse-9oad.fr'],
    ['marie@e\u0301lyse\u0301e.fr', 'marie@xn--lyse-9oad.fr'],
    ['marie@ÉLYSÉE.fr', 'marie@xn--lyse-9oad.fr'],
    ['marie@xn--lyse-9oad.fr', 'marie@xn--lyse-9oad.fr'],
    ['marie@почта.рф', 'marie@xn--80a1acny.xn--p1ai'],
    ['marie@straße.de', 'marie@xn--strae-oqa.de'],
    [`${'x'.repeat(64)}@orange.fr`, `${'x'.repeat(64)}@orange.fr`],
    [`a@${label63}.fr`, `a@${label63}.fr`],
    [long(254), long(254)],
  ])('%j', (typed, address) => {
    expect(readEmail(typed)).toEqual({ address })
  })
})

describe('refused, and told why', () => {
  test.each([
    ['', 'EMPTY'],
    [' \u00a0\t', 'EMPTY'],
    ['\u200b\u202e', 'EMPTY'],
    ['<>', 'EMPTY'],
    ['mailto:', 'EMPTY'],
    ['marie', 'NO_AT'],
    ['marie.orange.fr', 'NO_AT'],
    ['marie@', 'NO_DOMAIN'],
    ['marie@orange', 'NO_DOMAIN'],
    ['marie@orange.', 'NO_DOMAIN'],
    ['marie@orange.fr.', 'NO_DOMAIN'],
    ['marie@.fr', 'NO_DOMAIN'],
    ['@', 'NO_DOMAIN'],
    ['marie@localhost', 'NO_DOMAIN'],
    ['marie @orange.fr', 'SPACES'],
    ['marie@ orange.fr', 'SPACES'],
    ['marie@orange .fr', 'SPACES'],
    ['marie durand@orange.fr', 'SPACES'],
    ['marie\u00a0durand@orange.fr', 'SPACES'],
    ['a@b.fr, c@d.fr', 'SPACES'],
    ['Marie Durand <marie@orange.fr>', 'SPACES'],
    ['marie@orange.fr\r\nBcc: evil@x.fr', 'SPACES'],
    ['marie@orange.fr\nevil@x.fr', 'SPACES'],
    ['"marie durand"@orange.fr', 'QUOTED'],
    [long(255), 'TOO_LONG'],
    ['x'.repeat(1_000_000), 'TOO_LONG'],
    [`a@${`${'é'.repeat(20)}.`.repeat(10)}fr`, 'TOO_LONG'],
    [`a@${'é'.repeat(60)}.fr`, 'MALFORMED'],
    ['@orange.fr', 'MALFORMED'],
    ['marie@durand@orange.fr', 'MALFORMED'],
    ['a@b.fr;c@d.fr', 'MALFORMED'],
    ['a@b.fr,c@d.fr', 'MALFORMED'],
    ['.marie@orange.fr', 'MALFORMED'],
    ['marie.@orange.fr', 'MALFORMED'],
    ['ma..rie@orange.fr', 'MALFORMED'],
    ['"marie"@orange.fr', 'QUOTED'],
    ['"a@b"@orange.fr', 'QUOTED'],
    ['marie(comment)@orange.fr', 'MALFORMED'],
    ['marie@(comment)orange.fr', 'MALFORMED'],
    ['ma\\rie@orange.fr', 'MALFORMED'],
    ['marie@orange..fr', 'MALFORMED'],
    ['marie@-orange.fr', 'MALFORMED'],
    ['marie@orange-.fr', 'MALFORMED'],
    ['marie@oran_ge.fr', 'MALFORMED'],
    ['marie@orange.f', 'MALFORMED'],
    ['marie@orange.123', 'MALFORMED'],
    ['marie@127.0.0.1', 'MALFORMED'],
    ['marie@0x7f.1', 'MALFORMED'],
    ['marie@0177.0.0.1', 'MALFORMED'],
    ['marie@2130706433.0', 'MALFORMED'],
    ['marie@[127.0.0.1]', 'MALFORMED'],
    ['marie@[IPv6:::1]', 'NO_DOMAIN'],
    ['marie@orange.fr:25', 'MALFORMED'],
    ['marie@orange.fr/x', 'MALFORMED'],
    ['marie@orange.fr?subject=x', 'MALFORMED'],
    ['marie@orange.fr#x', 'MALFORMED'],
    ['marie@ora%6ege.fr', 'MALFORMED'],
    ['marie@orange\\.fr', 'MALFORMED'],
    ['émilie@orange.fr', 'ACCENTS'],
    ['mar\u0131e@orange.fr', 'ACCENTS'],
    ['м\u0430rie@orange.fr', 'ACCENTS'],
    ['marie\u0000@orange.fr', 'MALFORMED'],
    ['marie@orange\u0000.fr', 'MALFORMED'],
    ['marie@orange.fr\u0000', 'MALFORMED'],
    ['marie\u0007@orange.fr', 'MALFORMED'],
    ['marie\u0085@orange.fr', 'MALFORMED'],
    ['marie\u061c@orange.fr', 'MALFORMED'],
    ['marie@orange\u00ad.fr', 'MALFORMED'],
    ['marie\ud800@orange.fr', 'MALFORMED'],
    ['андрей@orange.fr', 'MALFORMED'],
    ['marie@or\u0430nge.fr', 'LOOK_ALIKE'],
    ['marie@xn--ornge-6nf.fr', 'LOOK_ALIKE'],
    ['🦄@orange.fr', 'MALFORMED'],
    ['marie@🦄.fr', 'MALFORMED'],
    ['marie@orange。fr', 'NO_DOMAIN'],
    ['%0d%0abcc:x@orange.fr', 'MALFORMED'],
    ['javascript:alert(1)@x.fr', 'MALFORMED'],
    ['<script>@x.fr', 'MALFORMED'],
    [`${'x'.repeat(65)}@orange.fr`, 'MALFORMED'],
    [`a@${'a'.repeat(64)}.fr`, 'MALFORMED'],
    ['marie@xn--.fr', 'MALFORMED'],
  ])('%j: %s', (typed, reason) => {
    expect(readEmail(typed)).toEqual({ reason })
  })
})

test('two spellings that differ by case are one address, to every comparison and counter', () => {
  expect(readEmail('Marie@Orange.fr')).toEqual({ address: 'marie@orange.fr' })
  expect(readEmail('mARIE@orange.fr')).toEqual({ address: 'marie@orange.fr' })
})

test('a masked address shows its owner the first letter and the domain', () => {
  expect(maskEmail('marie.durand@orange.fr')).toBe('m•••@orange.fr')
  expect(maskEmail('m@orange.fr')).toBe('m•••@orange.fr')
})
