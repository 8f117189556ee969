import type { Deps } from '../../deps.ts'
import { createLoop } from '../../loop.ts'
import { createIntake } from './intake.ts'
import { listenForReports } from './listener.ts'
import { createMaildir } from './maildir.ts'

/** A report should reach whoever waits before the page within seconds. */
const lookEveryMs = 1_000

export interface Reports {
  stop(): Promise<void>
}

/**
 * Begins to take what comes to the bounce address, as the settings say: from a maildir, from a port of ours on `host`
 * (undefined: every address), or neither. Refuses, in a sentence, a port that cannot be opened.
 */
export async function openReports(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'log' | 'settings'>,
  host: string | undefined,
): Promise<Reports> {
  const { bounceMaildir, bouncePort } = deps.settings.mail
  const take = createIntake(deps)
  const listener = bouncePort === null ? null : await listenForReports(deps, take, { port: bouncePort, host })
  const maildir =
    bounceMaildir === null
      ? null
      : createLoop(
          deps.log,
          'bounce maildir',
          lookEveryMs,
          createMaildir(bounceMaildir, deps.log, (source) => take({ source, envelope: null })),
        )
  maildir?.start()
  return {
    async stop() {
      await Promise.all([listener?.close(), maildir?.stop()])
    },
  }
}
