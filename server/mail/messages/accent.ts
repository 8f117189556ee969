export const paper = '#FBF8F3'
export const ink = '#1B2430'
export const houseAccent = '#0B5351'

/** The agency's accent where it can be read on our paper (7:1, WCAG 1.4.6), otherwise the house's own. */
export function accentOf(agencyAccent: string | null): string {
  if (agencyAccent === null || !/^#[0-9a-f]{6}$/i.test(agencyAccent)) return houseAccent
  return contrast(agencyAccent, paper) >= 7 ? agencyAccent : houseAccent
}

/** Contrast ratio of two `#rrggbb` colours (WCAG 2.2, relative luminance). */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const channel = (from: number) => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
