import { createLogger, type Logger } from '../infra/logger.ts'

export type LogBuffer = {
  readonly logger: Logger
  /** Everything written so far, as it would stand in a file. */
  text(): string
  /** The lines, each read as JSON. @throws SyntaxError for one that is none. */
  lines(): Record<string, unknown>[]
}

/** The logger of the server, writing to memory. */
export function createLogBuffer(level = 'debug'): LogBuffer {
  let written = ''
  const logger = createLogger(level, {
    write: (text) => {
      written += text
    },
  })
  return {
    logger,
    text: () => written,
    lines: () =>
      written
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}
