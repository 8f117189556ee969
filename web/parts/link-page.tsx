import { Submit } from '../forms/button.tsx'
import type { DrawingName } from './drawing.tsx'
import { Page } from './page.tsx'

interface LinkPageProps {
  words: { title: string; submit: string }
  paragraphs: readonly string[]
  drawing: DrawingName
  /** What leaves the page without doing anything. */
  leave: string
}

/**
 * The page behind the link of a notice. It is the same for every link and asks nothing of the program: mail scanners
 * open links, and only its button acts. It posts to its own address, so the secret goes nowhere else.
 */
export function LinkPage({ words, paragraphs, drawing, leave }: LinkPageProps) {
  return (
    <Page heading={words.title} drawing={drawing}>
      {paragraphs.map((text) => (
        <p className="lead" key={text}>
          {text}
        </p>
      ))}
      <form method="post">
        <p className="choice">
          <Submit>{words.submit}</Submit>
          <a className="secondary" href="/">
            {leave}
          </a>
        </p>
      </form>
    </Page>
  )
}
