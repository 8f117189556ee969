/**
 * What a browser says of itself, reduced to a word its owner recognises (« Téléphone Android, Chrome »). Enumerated:
 * nothing that a caller writes into a header is kept or shown.
 */
export const deviceKinds = [
  'ANDROID_PHONE',
  'ANDROID_TABLET',
  'IPHONE',
  'IPAD',
  'WINDOWS',
  'MAC',
  'LINUX',
  'OTHER',
] as const
export const browserKinds = ['CHROME', 'FIREFOX', 'SAFARI', 'EDGE', 'SAMSUNG', 'OTHER'] as const
export type DeviceKind = (typeof deviceKinds)[number]
export type BrowserKind = (typeof browserKinds)[number]

const devices: [RegExp, DeviceKind][] = [
  [/iPad/, 'IPAD'],
  [/iPhone|iPod/, 'IPHONE'],
  [/Android.*Mobile/, 'ANDROID_PHONE'],
  [/Android/, 'ANDROID_TABLET'],
  [/Windows/, 'WINDOWS'],
  [/Mac OS X|Macintosh/, 'MAC'],
  [/Linux|CrOS/, 'LINUX'],
]

const browsers: [RegExp, BrowserKind][] = [
  [/Edg(e|A|iOS)?\//, 'EDGE'],
  [/SamsungBrowser\//, 'SAMSUNG'],
  [/Firefox\/|FxiOS\//, 'FIREFOX'],
  [/Chrome\/|CriOS\/|Chromium\//, 'CHROME'],
  [/Safari\//, 'SAFARI'],
]

/** `userAgent` null or unknown: OTHER. */
export function readDevice(userAgent: string | null): { device: DeviceKind; browser: BrowserKind } {
  const text = userAgent ?? ''
  return {
    device: devices.find(([pattern]) => pattern.test(text))?.[1] ?? 'OTHER',
    browser: browsers.find(([pattern]) => pattern.test(text))?.[1] ?? 'OTHER',
  }
}
