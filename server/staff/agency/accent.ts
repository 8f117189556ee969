/** The paper that every page is drawn on, and the ratio its text keeps (interface-fr.md: rules for every page, the look). */
export const paper = '#FBF8F3'
export const leastContrast = 7

export type AccentReading =
  | { accent: string }
  | { fault: 'FORM' }
  | { fault: 'CONTRAST'; ratio: number; darker: string }

/**
 * An agency's accent colour. One that fails 7:1 on the paper would not be used by any page: it is refused here, with the
 * nearest darker shade that passes.
 */
export function readAccent(text: string): AccentReading {
  if (!/^#[0-9a-f]{6}$/i.test(text)) return { fault: 'FORM' }
  const accent = text.toLowerCase()
  const ratio = contrast(accent, paper)
  return ratio >= leastContrast ? { accent } : { fault: 'CONTRAST', ratio, darker: darken(accent) }
}

/** WCAG 2.2 contrast of two #rrggbb colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}

/** The same hue, as little darker as passes. Black passes: the search ends. */
function darken(colour: string): string {
  for (let percent = 99; ; percent--) {
    const shade = channels(colour).map((channel) => Math.floor((channel * percent) / 100))
    const darker = `#${shade.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
    if (contrast(darker, paper) >= leastContrast) return darker
  }
}
