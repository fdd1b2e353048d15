import { ConfigError } from '../config.ts'
import { WorkerFault } from './worker-fault.ts'

/** Ends the process with the lines that say what to mend. */
export function exitWithFaults(error: unknown): never {
  for (const line of describeFaults(error)) process.stderr.write(`wheelhouse: ${line}\n`)
  process.exit(1)
}

/** The lines that say what to mend. */
export function describeFaults(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.faults
  return error instanceof WorkerFault ? error.lines : [explain(error as Error)]
}

const UNWRITABLE = new Set(['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS'])

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === undefined || !UNWRITABLE.has(error.code)) return error.message
  return `DATA_DIR: cannot write ${error.path ?? 'there'} (${error.code}); set DATA_DIR to a folder of yours`
}
