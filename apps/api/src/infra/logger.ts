import { pino, type Logger } from 'pino'

export type { Logger }

/** JSON lines on stdout. Secrets are not handed to it; the paths below are the second net. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ['*.password', '*.token', '*.secret', '*.authorization', '*.cookie'],
      censor: '[removed]',
    },
  })
}
