import type { ReactElement } from 'react'

export type DrawingName = 'envelope' | 'code' | 'key' | 'house' | 'letter'

const drawings: Record<DrawingName, ReactElement> = {
  letter: (
    <>
      <path className="fill" d="M22 10h40l14 14v62H22z" />
      <path d="M62 10v14h14M22 10h40l14 14v62H22zM32 36h34M32 48h34M32 60h22" />
      <path className="mark" d="M56 24h-24" />
    </>
  ),
  envelope: (
    <>
      <path className="fill" d="M10 26h76v48H10z" />
      <path d="M10 26h76v48H10zM10 27l38 28 38-28M10 73l27-25M86 73L59 48" />
      <circle className="mark" cx="76" cy="26" r="9" />
    </>
  ),
  code: (
    <>
      <path className="fill" d="M12 44L48 16l36 28v40H12z" />
      <path d="M12 44L48 16l36 28v40H12zM12 46l36 24 36-24" />
      <path className="sheetlet" d="M24 52V26h48v26L48 68z" />
      <path className="digits" d="M32 36v6M39 36v6M46 36v6M53 36v6M60 36v6M32 48v6M39 48v6M46 48v6M53 48v6M60 48v6" />
    </>
  ),
  key: (
    <>
      <circle className="fill" cx="32" cy="48" r="20" />
      <circle cx="32" cy="48" r="20" />
      <circle className="mark" cx="27" cy="48" r="6" />
      <path d="M52 48h34M86 48v12M74 48v9" />
    </>
  ),
  house: (
    <>
      <path className="fill" d="M18 44L48 18l30 26v40H18z" />
      <path d="M10 50L48 16l38 34M18 44v40h60V44M66 32V20h8v19" />
      <path className="mark" d="M41 84V62h14v22z" />
      <path d="M26 56h8v8h-8zM62 56h8v8h-8z" />
    </>
  ),
}

/** A small picture that says where one is; the words beside it say the same, so it is silent to a screen reader. */
export function Drawing({ name }: { name: DrawingName }) {
  return (
    <svg className="drawing" viewBox="0 0 96 96" width="96" height="96" aria-hidden="true" focusable="false">
      {drawings[name]}
    </svg>
  )
}
