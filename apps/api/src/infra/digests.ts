import { Worker } from 'node:worker_threads'
import type { DigestAnswer, DigestOrder, Digests } from './workers/digest-worker.ts'

export type { Digests } from './workers/digest-worker.ts'

/** The digests of one file, made in a worker while the file is being written. */
export type FollowedFile = {
  /** So many bytes are in the file by now. */
  wrote(bytes: number): void
  /**
   * The file is complete with so many bytes.
   * @throws Error when it cannot be read, or the worker died.
   */
  finish(bytes: number): Promise<Digests>
  /** Nobody wants the digests any more. */
  giveUp(): void
}

export type DigestMaker = {
  follow(path: string): FollowedFile
  close(): Promise<void>
}

/** News for every so many bytes: a message costs more than hashing a few. */
const STEP_BYTES = 128 * 1024
/** A thread with nothing to do ends after this. */
const IDLE_MS = 60_000

type Waiting = { resolve(digests: Digests): void; reject(error: Error): void }
type Thread = {
  worker: Worker
  waiting: Map<number, Waiting>
  files: number
  idle?: NodeJS.Timeout
}

/**
 * Threads that make the digests of files under way: SHA-256, MD5 and BLAKE2b-256 of a gigabyte take
 * three seconds, which the event loop has not. They read behind the writer, so that an upload is
 * hashed when its last byte is on disk. Started when the first file comes.
 */
export function createDigestMaker(threads: number): DigestMaker {
  const pool: Thread[] = []
  let ids = 0

  const start = (): Thread => {
    const worker = new Worker(new URL('./workers/digest-worker.ts', import.meta.url))
    const thread: Thread = { worker, waiting: new Map(), files: 0 }
    const fail = (error: Error) => {
      const at = pool.indexOf(thread)
      if (at !== -1) pool.splice(at, 1)
      for (const waiting of thread.waiting.values()) waiting.reject(error)
      thread.waiting.clear()
    }
    worker.on('message', (answer: DigestAnswer) => {
      const waiting = thread.waiting.get(answer.id)
      thread.waiting.delete(answer.id)
      if ('digests' in answer) waiting?.resolve(answer.digests)
      else waiting?.reject(answer.error)
    })
    worker.on('error', (error) => fail(error as Error))
    worker.on('exit', () => fail(new Error('the thread that makes digests has ended')))
    worker.unref()
    pool.push(thread)
    return thread
  }
  const leastBusy = (): Thread => {
    const free = pool.toSorted((a, b) => a.files - b.files)[0]
    return free === undefined || (free.files > 0 && pool.length < threads) ? start() : free
  }
  const release = (thread: Thread) => {
    thread.files -= 1
    if (thread.files > 0) return
    thread.idle = setTimeout(() => void thread.worker.terminate(), IDLE_MS).unref()
  }
  return {
    follow: (path) => {
      const thread = leastBusy()
      clearTimeout(thread.idle)
      thread.files += 1
      ids += 1
      const id = ids
      const tell = (order: DigestOrder) => thread.worker.postMessage(order)
      let told = 0
      tell({ id, path })
      return {
        wrote: (bytes) => {
          if (bytes - told < STEP_BYTES) return
          told = bytes
          tell({ id, written: bytes, isAll: false })
        },
        finish: async (bytes) => {
          try {
            return await new Promise<Digests>((resolve, reject) => {
              thread.waiting.set(id, { resolve, reject })
              if (pool.includes(thread)) tell({ id, written: bytes, isAll: true })
              else reject(new Error('the thread that makes digests has ended'))
            })
          } finally {
            release(thread)
          }
        },
        giveUp: () => {
          tell({ id, isGivenUp: true })
          release(thread)
        },
      }
    },
    close: async () => {
      await Promise.all(pool.map(({ worker }) => worker.terminate()))
    },
  }
}
