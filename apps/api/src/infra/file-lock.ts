import { open, readFile, rm, stat, utimes } from 'node:fs/promises'

export type FileLock = {
  /** Says that its owner goes on; to be called more often than once in a minute. */
  touch(): Promise<void>
  release(): Promise<void>
}

/** A process id can be given to another process: what is not touched for so long is left behind. */
const LEFT_AFTER_MS = 2 * 60_000

/**
 * A lock for one process of this host, undefined when another one has it. One that a dead process
 * left is removed: the next try takes it.
 */
export async function takeFileLock(path: string): Promise<FileLock | undefined> {
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(String(process.pid))
    await file.close()
    return {
      touch: async () => {
        const now = new Date()
        await utimes(path, now, now).catch(() => {})
      },
      release: () => rm(path, { force: true }),
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (await isLeft(path)) await rm(path, { force: true })
    return undefined
  }
}

async function isLeft(path: string): Promise<boolean> {
  const owner = Number(await readFile(path, 'utf8').catch(() => ''))
  if (owner > 0 && !isAlive(owner)) return true
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
  return Date.now() - mtimeMs > LEFT_AFTER_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
