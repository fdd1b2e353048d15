import { ConfigError } from '../config.ts'

/** Ends the process with the lines that say what to mend. */
export function exitWithFaults(error: unknown): never {
  const lines = error instanceof ConfigError ? error.faults : [explain(error as Error)]
  for (const line of lines) process.stderr.write(`wheelhouse: ${line}\n`)
  process.exit(1)
}

const UNWRITABLE = new Set(['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS'])

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === undefined || !UNWRITABLE.has(error.code)) return error.message
  return `DATA_DIR: cannot write ${error.path ?? 'there'} (${error.code}); set DATA_DIR to a folder of yours`
}
