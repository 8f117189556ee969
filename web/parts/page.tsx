import { useRouteLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { ErrorSummary } from '../forms/error-summary.tsx'
import type { loader } from '../root.tsx'
import type { Fault } from '../words/refusals.fr.ts'
import { news, site, steps } from '../words/site.fr.ts'
import { Drawing, type DrawingName } from './drawing.tsx'
import { Footer } from './footer.tsx'
import { Help } from './help.tsx'
import { Letterhead } from './letterhead.tsx'
import { type Step, Steps } from './steps.tsx'

interface PageProps {
  heading: string
  /** What the page is about, above its heading. */
  over?: string | undefined
  /** The printed guide's own title of this page, between the two. */
  guide?: string
  step?: Step
  drawing?: DrawingName
  /** Only for pages of a signed-in owner: a journey has no way out but forward and the telephone. */
  menu?: boolean
  faults?: readonly Fault[]
  /** The page ends something: a screen reader begins at its heading. */
  focusHeading?: boolean
  /** Something the page itself tells at the top, polite. */
  status?: ReactNode
  children: ReactNode
}

/** One page: a letter with its head, its subject, its body, and the way to a person last. */
export function Page({
  heading,
  over,
  guide,
  step,
  drawing,
  menu = false,
  faults = [],
  focusHeading,
  status,
  children,
}: PageProps) {
  const newsKey = useRouteLoaderData<typeof loader>('root')?.news
  return (
    <>
      <a className="skip" href="#contenu">
        {site.skip}
      </a>
      <div className="paper">
        <Letterhead menu={menu} />
        <main id="contenu" tabIndex={-1} className="sheet">
          <ErrorSummary faults={faults} />
          {newsKey || status ? (
            <div className="news" role="status">
              {newsKey ? news[newsKey]() : status}
            </div>
          ) : null}
          {step ? <Steps step={step} /> : null}
          <div className="subject">
            {drawing ? <Drawing name={drawing} /> : null}
            <hgroup>
              {step ? (
                <>
                  <p className="service">{steps.service}</p>
                  <p className="guide">{steps.guideTitles[step - 1]}</p>
                  <p className="position">{steps.position(step)}</p>
                </>
              ) : null}
              {over ? <p className="service">{over}</p> : null}
              {guide ? <p className="guide">{guide}</p> : null}
              <h1 {...(focusHeading ? { tabIndex: -1, autoFocus: true } : {})}>{heading}</h1>
            </hgroup>
          </div>
          {children}
          <Help />
        </main>
      </div>
      <Footer />
    </>
  )
}
