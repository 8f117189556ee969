import type { ButtonHTMLAttributes } from 'react'
import { site } from '../words/site.fr.ts'

/** Sends the form. Never disabled; an island tells « Un instant… » after the first click. */
export function Submit({ className = 'primary', ...button }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="submit" className={className} data-moment={site.oneMoment} {...button} />
}
