import { spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../../..')
/** As the scripts of the root have it: a start is quicker. */
const KEEP_COMPILED = join(ROOT, 'apps/api/src/start/keep-compiled.js')

export type Spawned = {
  readonly pid: number
  readonly stdout: () => string
  readonly stderr: () => string
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string>
  kill(signal: NodeJS.Signals): void
}

/**
 * Runs a file of the API as a process of its own, with these variables and no others of ours.
 * @param file under `apps/api/src`.
 */
export function spawnNode(
  file: string,
  environment: Record<string, string>,
  args: readonly string[] = [],
): Spawned {
  const command = ['--import', KEEP_COMPILED, join(ROOT, 'apps/api/src', file), ...args]
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { PATH: '/usr/bin:/bin', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return {
    pid: child.pid!,
    stdout: () => stdout,
    stderr: () => stderr,
    ended: new Promise((resolve) => {
      child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
    }),
    kill: (signal) => void child.kill(signal),
  }
}
