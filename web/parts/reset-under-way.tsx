import type { Flow } from '../../client/flow.ts'
import { flowPaths } from '../steps.ts'
import { forgotten } from '../words/reset.fr.ts'

const words = forgotten.underWay

/** A telephone may have closed the tab while its owner read the mail: the way back to where they stood. */
export function ResetUnderWay({ flow }: { flow: Pick<Flow, 'step' | 'codeSentAt'> | null }) {
  if (!flow) return null
  const proved = flow.step === 'SET_PASSWORD'
  const asked = flow.codeSentAt ? words.asked(flow.codeSentAt) : words.askedBefore
  return (
    <div className="inset">
      <p>{proved ? words.proved : asked}</p>
      <a className="secondary" href={flowPaths.RESET[flow.step]}>
        {proved ? words.choose : words.write}
      </a>
    </div>
  )
}
