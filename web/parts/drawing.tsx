import type { ReactElement } from 'react'

export type DrawingName = 'letter' | 'envelope' | 'code' | 'key' | 'house'

// Each on the same round ground; `fill` is paper, the rest is line.
const drawings: Record<DrawingName, ReactElement> = {
  letter: (
    <>
      <path className="fill" d="M29 18h26l12 12v48H29z" />
      <path d="M55 18v12h12M37 40h22M37 49h22M37 58h13" />
      <path className="accent" d="M37 28h9v5h-9z" />
    </>
  ),
  envelope: (
    <>
      <path className="fill" d="M19 32h58v37H19z" />
      <path d="M20 33l28 21 28-21M20 68l19-20M76 68L57 48" />
    </>
  ),
  code: (
    <>
      <path className="fill" d="M20 44L48 25l28 19v30H20z" />
      <path className="fill" d="M29 57V28h38v29L48 68z" />
      <path d="M20 45l28 24 28-24M21 73l18-16M75 73L57 57" />
      <path className="strokes" d="M37 36v6M44.5 36v6M52 36v6M59 36v6M37 47v6M44.5 47v6M52 47v6M59 47v6" />
    </>
  ),
  key: (
    <g transform="rotate(38 48 48)">
      <circle className="fill thick" cx="29" cy="48" r="16" />
      <circle className="ground" cx="24" cy="48" r="5" />
      <path className="thick" d="M45 48h40M84 48v12M71 48v9" />
    </g>
  ),
  house: (
    <>
      <path className="fill" d="M26 44l22-19 22 19v29H26z" />
      <path d="M18 50l30-26 30 26M62 35V26h6v14" />
      <path className="accent" d="M43 73V57h10v16z" />
      <path d="M32 51h7v7h-7zM57 51h7v7h-7z" />
    </>
  ),
}

/** A small picture that says where one is; the words beside it say the same, so it is silent to a screen reader. */
export function Drawing({ name }: { name: DrawingName }) {
  return (
    <svg className="drawing" viewBox="0 0 96 96" width="96" height="96" aria-hidden="true" focusable="false">
      <circle className="ground" cx="48" cy="48" r="47" />
      {drawings[name]}
    </svg>
  )
}
