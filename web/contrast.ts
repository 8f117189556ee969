/** `--paper` and `--tint` of styles/tokens.css: what an agency's colour is read on. */
export const grounds = ['#fbf8f3', '#f3ecdf']

/** The ratio that every text keeps on its ground (WCAG 1.4.6). */
export const textRatio = 7

/** WCAG 2.2 contrast of two #rrggbb colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  const [red = 0, green = 0, blue = 0] = channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** An agency's colour as it may be used: null when it is none or would be hard to read. */
export function readableAccent(accent: string | null): string | null {
  if (!accent || !/^#[0-9a-f]{6}$/i.test(accent)) return null
  return grounds.every((ground) => contrast(accent, ground) >= textRatio) ? accent : null
}
