import pino, { type DestinationStream, type Logger } from 'pino'
import type { Settings } from './settings.ts'

/**
 * The program's log, one JSON line per fact on standard error. Of an error only its kind, words, code and stack are
 * kept: drivers hang the failing row on theirs, and with it an e-mail (rule 11).
 */
export function createLog(mode: Settings['mode'], to: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level: mode === 'production' ? 'info' : 'warn',
      base: null,
      serializers: { err: told },
      redact: ['password', 'token', 'handle', 'code', 'email', 'authorization', '*.password', '*.token', '*.email'],
    },
    to,
  )
}

function told(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error)
  const { name, message, stack, cause } = error
  const code = 'code' in error ? { errorCode: error.code } : {}
  return { name, message, ...code, stack, ...(cause === undefined ? {} : { cause: told(cause) }) }
}
