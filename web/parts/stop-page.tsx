import { useLocation } from '@remix-run/react'
import { useDocument } from '../document.ts'
import type { StopFacts } from '../stop-facts.ts'
import { stops } from '../words/stops.fr.ts'
import { Phone } from './help.tsx'
import { Page } from './page.tsx'

/** Null: a fault of ours. */
export function stopTitle(facts: StopFacts | null): string {
  return stops[facts?.stop ?? 'broken'].title
}

/** The pages that stop a journey: what happened, and one thing to do next. */
export function StopPage({ facts }: { facts: StopFacts | null }) {
  return (
    <Page heading={stopTitle(facts)} focusHeading>
      <Told facts={facts} />
    </Page>
  )
}

function Told({ facts }: { facts: StopFacts | null }) {
  const { now, reference } = useDocument()
  const { pathname } = useLocation()
  switch (facts?.stop) {
    case 'tooMany':
      return facts.retryAt ? (
        <>
          <p>{stops.tooMany.wait(facts.retryAt, now)}</p>
          <p>
            {stops.tooMany.hurry} <Phone />.
          </p>
        </>
      ) : (
        <p>
          {stops.tooMany.call} <Phone />.
        </p>
      )
    case 'busy':
      return <Next text={stops.busy.text(facts.retryAfterSeconds)} go={stops.busy.again} href={pathname} />
    case 'lost':
      return <Next text={stops.lost.text} go={stops.lost.resume} />
    case 'notFound':
    case 'refused':
      return <Next text={stops[facts.stop].text} go={stops[facts.stop].go} />
    case undefined:
      return (
        <>
          <Next text={stops.broken.text} go={stops.broken.go} />
          <p>{stops.broken.reference(reference)}</p>
        </>
      )
  }
}

function Next({ text, go, href = '/' }: { text: string; go: string; href?: string }) {
  return (
    <>
      <p>{text}</p>
      <p>
        <a className="primary" href={href}>
          {go}
        </a>
      </p>
    </>
  )
}
