import { describe, expect, test } from 'vitest'
import { agencies } from '../../prisma/agencies.ts'
import { contrast, leastContrast, paper, readAccent } from '../../server/staff/agency/accent.ts'
import { readHost, readKey, readLine, readPhone, readSender } from '../../server/staff/agency/details.ts'
import { judgeAgency } from '../../server/staff/agency/judge-agency.ts'
import { readLogo } from '../../server/staff/agency/logo.ts'

describe('the accent of an agency', () => {
  test('is taken from contrast 7 on the paper on; below it the nearest darker shade is proposed', () => {
    expect(readAccent('#0B5351')).toEqual({ accent: '#0b5351' })
    for (const colour of ['#5fa8a3', '#ffffff', '#ff0000', '#808080']) {
      const read = readAccent(colour)
      if (!('darker' in read)) throw new Error(`${colour} was taken`)
      expect(read.ratio).toBeLessThan(leastContrast)
      expect(readAccent(read.darker)).toEqual({ accent: read.darker })
    }
    for (const text of ['red', '#123', '#12345g', '0b5351', '#0b5351;}'])
      expect(readAccent(text)).toEqual({ fault: 'FORM' })
  })

  test('is measured as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrast('#0B5351', paper)).toBeGreaterThan(8)
  })
})

const svg = (inside: string, attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"${attributes}>${inside}</svg>`

describe('a logo', () => {
  test.each([
    svg('<path d="M0 0h8v8z" fill="#0b5351"/>'),
    svg('<title>Syndic &amp; Fils</title><text x="1" y="2">AB</text>'),
    svg(
      '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs><rect fill="url(#g)" width="8" height="8"/><use href="#g"/>',
    ),
    agencies[0]?.logo ?? '',
  ])('that only draws is kept: %#', (text) => {
    expect(readLogo(text)).toEqual({ logo: text })
  })

  test('is written anew without comments, declarations and line breaks', () => {
    expect(readLogo(`\ufeff<?xml version="1.0"?>\n<!-- made by hand -->\n${svg('\n  <path d="M0 0"/>\n')}\n`)).toEqual({
      logo: svg(' <path d="M0 0"/> '),
    })
  })

  test.each([
    svg('<script>alert(1)</script>'),
    svg('<SCRIPT/>'),
    svg('', ' onload="alert(1)"'),
    svg('<a href="https://evil.example"><path d="M0 0"/></a>'),
    svg('<image href="https://evil.example/x.png"/>'),
    svg('<use href="https://evil.example/x.svg#a"/>'),
    svg('<use xlink:href="data:image/svg+xml,x"/>'),
    svg('<rect fill="url(https://evil.example/#a)"/>'),
    svg('<rect fill="url( &quot;https://evil.example&quot; )"/>'),
    svg('<rect style="background:url(//evil.example)"/>'),
    svg('<style>@import "//evil.example"</style>'),
    svg('<foreignObject><iframe/></foreignObject>'),
    svg('<animate attributeName="href" values="javascript:alert(1)"/>'),
    svg('<set attributeName="onload" to="alert(1)"/>'),
    svg('<use href="&#106;avascript:alert(1)"/>'),
    svg('<text>&xxe;</text>'),
    `<!DOCTYPE svg [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>${svg('<text>&xxe;</text>')}`,
    svg('<![CDATA[<script>alert(1)</script>]]>'),
    svg('<?xml-stylesheet href="//evil.example"?>'),
    svg('<path d="M0 0"'),
    svg('<g><path d="M0 0"/>'),
    svg('<path d=M0/>'),
    svg('<title><b>x</b></title>'),
    `${svg('')}<script>alert(1)</script>`,
    `${svg('')}${svg('')}`.replace('</svg><svg', '</svg> x <svg'),
    '<html xmlns="http://www.w3.org/1999/xhtml"/>',
    '<svg><path d="M0 0"/></svg>',
    'GIF89a',
    '',
    svg('<path d="M0 0"/>'.repeat(600)),
  ])('that could do anything else is refused: %#', (text) => {
    expect(readLogo(text)).toHaveProperty('fault')
  })
})

describe('the details of an agency', () => {
  test.each([
    ['0199001234', '01 99 00 12 34'],
    ['+33 1 99 00 12 34', '01 99 00 12 34'],
    ['+33 (0)1.99.00.12.34', '01 99 00 12 34'],
    ['01-99-00-12-34', '01 99 00 12 34'],
    ['+41 22 900 00 00', '+41 22 900 00 00'],
  ])('the number %s is %s', (text, value) => {
    expect(readPhone(text)).toEqual({ value })
  })

  test.each(['019900123', '01990012345', '+33 00 99 00 12 34', 'appelez-nous', '', '01 99 00 12 34\nBcc: x'])(
    'the number %j is refused',
    (text) => {
      expect(readPhone(text)).toHaveProperty('problem')
    },
  )

  test('host names stand alone, in the form that browsers send', () => {
    expect(readHost('Espace.Cabinet.FR')).toEqual({ value: 'espace.cabinet.fr' })
    expect(readHost('été.fr')).toEqual({ value: 'xn--t-9fab.fr' })
    for (const host of [
      'https://a.fr',
      'a.fr:80',
      'a.fr/x',
      'a..fr',
      '-a.fr',
      '127.0.0.1',
      '[::1]',
      '*.a.fr',
      'a.fr\n',
      '',
      'a b.fr',
    ]) {
      expect([host, readHost(host)]).toEqual([host, expect.objectContaining({ problem: expect.any(String) })])
    }
  })

  test('a line cannot forge a header or a tag, a key is plain, a sender is an address', () => {
    for (const text of ['a\r\nBcc: x@y.fr', 'a\u202eb', '<script>', '\0', ' ', 'x'.repeat(101)])
      expect(readLine(text, 100)).toHaveProperty('problem')
    for (const key of ['Tilleuls', 'a_b', '-a', 'a--b', 'é', '']) expect(readKey(key)).toHaveProperty('problem')
    expect(readKey('tilleuls-lyon-3')).toEqual({ value: 'tilleuls-lyon-3' })
    expect(readSender('bonjour@cabinet')).toHaveProperty('problem')
  })

  test('of a new one are all asked for at once; a plain number says by itself that the call is not surcharged', () => {
    const missing = judgeAgency({ phone: '0899001234' }, true)
    expect('faults' in missing && missing.faults.map(({ option }) => option)).toEqual([
      '--name',
      '--hours',
      '--call-price',
      '--sender',
      '--postal-address',
    ])
    const typed = { name: 'A', phone: '0199001234', hours: 'le matin.', sender: 'a@b.fr', postalAddress: '1 rue A' }
    expect(judgeAgency(typed, true)).toMatchObject({ changes: { callPrice: 'Appel non surtaxé.', hours: 'le matin' } })
    expect(judgeAgency({ phone: '0199001234' }, false)).toEqual({ changes: { phone: '01 99 00 12 34' } })
  })
})
