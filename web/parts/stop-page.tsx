import { useLocation } from '@remix-run/react'
import { useDocument } from '../document.ts'
import { stops } from '../words/stops.fr.ts'
import { Phone } from './help.tsx'
import { Page } from './page.tsx'

/** The pages that stop a journey: what happened, and one thing to do next. */
export function StopPage() {
  const { stop } = useDocument()
  return (
    <Page heading={stops[stop?.stop ?? 'broken'].title} focusHeading>
      <Told />
    </Page>
  )
}

function Told() {
  const { now, reference, stop } = useDocument()
  const { pathname } = useLocation()
  switch (stop?.stop) {
    case 'tooMany':
      return stop.retryAt ? (
        <>
          <p className="lead">{stops.tooMany.wait(stop.retryAt, now)}</p>
          <p>
            {stops.tooMany.hurry} <Phone />
          </p>
        </>
      ) : (
        <p className="lead">
          {stops.tooMany.call} <Phone />
        </p>
      )
    case 'busy':
      return <Next text={stops.busy.text(stop.retryAfterSeconds)} go={stops.busy.again} href={pathname} />
    case 'lost':
      return <Next text={stops.lost.text} go={stops.lost.resume} />
    case 'forgotten':
      return <Next text={stops.forgotten.text} go={stops.forgotten.again} href="/mot-de-passe-oublie" />
    case 'notFound':
    case 'refused':
      return <Next text={stops[stop.stop].text} go={stops[stop.stop].go} />
    default:
      return (
        <>
          <p className="lead">{stops.broken.text}</p>
          <p>{stops.broken.reference(reference)}</p>
        </>
      )
  }
}

function Next({ text, go, href = '/' }: { text: string; go: string; href?: string }) {
  return (
    <>
      <p className="lead">{text}</p>
      <p>
        <a className="primary" href={href}>
          {go}
        </a>
      </p>
    </>
  )
}
