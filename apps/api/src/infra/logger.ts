import { pino, type DestinationStream, type Logger } from 'pino'
import { describeError } from './describe-error.ts'

export type { Logger }

/**
 * JSON lines on `destination` (stdout). Secrets are not handed to it; the paths below are the second
 * net.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => describeError(error) },
    redact: {
      paths: ['*.password', '*.token', '*.secret', '*.authorization', '*.cookie'],
      censor: '[removed]',
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}
