import fc from 'fast-check'
import { expect, test } from 'vitest'
import { browserKinds, deviceKinds, readDevice } from '../../server/domain/device.ts'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  [`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${webkit} Chrome/126.0 Mobile Safari/537.36`, 'ANDROID_PHONE', 'CHROME'],
  [`Mozilla/5.0 (Linux; Android 13; SM-X200) ${webkit} Chrome/126.0 Safari/537.36`, 'ANDROID_TABLET', 'CHROME'],
  [
    `Mozilla/5.0 (Linux; Android 14) ${webkit} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36`,
    'ANDROID_PHONE',
    'SAMSUNG',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1',
    'IPHONE',
    'SAFARI',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0 Mobile/15E148 Safari/604.1',
    'IPHONE',
    'CHROME',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Version/12.1 Mobile/15E148 Safari/604.1',
    'IPAD',
    'SAFARI',
  ],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/126.0 Safari/537.36 Edg/126.0`, 'WINDOWS', 'EDGE'],
  ['Mozilla/5.0 (Windows NT 6.1; rv:115.0) Gecko/20100101 Firefox/115.0', 'WINDOWS', 'FIREFOX'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15',
    'MAC',
    'SAFARI',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'LINUX', 'FIREFOX'],
  ['curl/8.5.0', 'OTHER', 'OTHER'],
  ['', 'OTHER', 'OTHER'],
  [null, 'OTHER', 'OTHER'],
] as const)('%s is %s, %s', (userAgent, device, browser) => {
  expect(readDevice(userAgent)).toEqual({ device, browser })
})

test('nothing that a caller writes into the header is kept: only our own words come out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (userAgent) => {
      const { device, browser } = readDevice(userAgent)
      expect(deviceKinds).toContain(device)
      expect(browserKinds).toContain(browser)
    }),
  )
})
