import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { createBLAKE2b } from 'hash-wasm'
import { standBack } from './niceness.ts'

standBack()

/** Lower-case hex. */
export type Digests = {
  readonly sha256: string
  readonly md5: string
  readonly blake2b256: string
}

/** About one file: where it is; how much of it has been written; that this is all; or never mind. */
export type DigestOrder =
  | { readonly id: number; readonly path: string }
  | { readonly id: number; readonly written: number; readonly isAll: boolean }
  | { readonly id: number; readonly isGivenUp: true }

export type DigestAnswer = { readonly id: number } & (
  | { readonly digests: Digests }
  | { readonly error: Error }
)

type Running = { fd: number | undefined; position: number; path: string; hashes: Hashes }
type Hashes = Awaited<ReturnType<typeof startHashes>>

const CHUNK = Buffer.allocUnsafe(256 * 1024)
const running = new Map<number, Running>()

async function startHashes() {
  const blake2b256 = (await createBLAKE2b(256)).init()
  return { sha256: createHash('sha256'), md5: createHash('md5'), blake2b256 }
}

/** Reads on to `written`: from the page cache, because the bytes have just been put there. */
function follow(file: Running, written: number): void {
  file.fd ??= openSync(file.path, 'r')
  while (file.position < written) {
    const wanted = Math.min(CHUNK.length, written - file.position)
    const count = readSync(file.fd, CHUNK, 0, wanted, file.position)
    if (count === 0) throw new Error('the file is shorter than what was written to it')
    const bytes = CHUNK.subarray(0, count)
    for (const hash of Object.values(file.hashes)) hash.update(bytes)
    file.position += count
  }
}

function end(id: number): void {
  const fd = running.get(id)?.fd
  running.delete(id)
  if (fd !== undefined) closeSync(fd)
}

function obey(order: DigestOrder): DigestAnswer | undefined {
  const { id } = order
  const file = running.get(id)
  if (file === undefined || !('written' in order)) {
    end(id)
    return undefined
  }
  try {
    follow(file, order.written)
    if (!order.isAll) return undefined
    const { sha256, md5, blake2b256 } = file.hashes
    end(id)
    const digests = {
      sha256: sha256.digest('hex'),
      md5: md5.digest('hex'),
      blake2b256: blake2b256.digest('hex'),
    }
    return { id, digests }
  } catch (error) {
    end(id)
    return { id, error: error as Error }
  }
}

/** One order after the other: the first of a file waits for its hashes to be made. */
let last = Promise.resolve()
parentPort?.on('message', (order: DigestOrder) => {
  last = last.then(async () => {
    if ('path' in order) {
      const hashes = await startHashes()
      running.set(order.id, { fd: undefined, position: 0, path: order.path, hashes })
      return
    }
    const answer = obey(order)
    if (answer !== undefined) parentPort?.postMessage(answer)
  })
})
