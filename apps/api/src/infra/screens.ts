import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import type {
  ApiAnswer,
  ApiQuestion,
  ApiReply,
  DrawnScreen,
  ScreenJob,
} from './workers/screen-worker.ts'
import { createWorkerPool } from './workers/worker-pool.ts'

export type ScreenDrawer = {
  /**
   * The screen of the app at an address (a whole one), with what `ask` tells of the API; undefined
   * where the app would go on to another address, or none was built. `ask` does not reject.
   * @throws WorkerBusyError when too many wait.
   */
  draw(
    address: string,
    ask: (address: string) => Promise<ApiAnswer>,
  ): Promise<DrawnScreen | undefined>
  close(): Promise<void>
}

/** So many may wait; whoever comes after them gets the page without its screen at once. */
const QUEUE = 8

/**
 * Draws screens with what the build left for that in `folder`, in a thread that goes when nobody has
 * opened a page for a minute.
 */
export function createScreenDrawer(folder: string): ScreenDrawer {
  const file = join(folder, '.vite/drawer/render-screen.js')
  const drawer = existsSync(file) ? pathToFileURL(file).href : undefined
  const pool = createWorkerPool<ScreenJob, DrawnScreen | undefined>({
    url: new URL('workers/screen-worker.ts', import.meta.url),
    threads: 1,
    queue: QUEUE,
    timeoutMs: 10_000,
    heapMiB: 192,
  })
  return {
    draw: async (address, ask) => {
      if (drawer === undefined) return undefined
      const { port1: here, port2: port } = new MessageChannel()
      here.on('message', ({ id, address: asked }: ApiQuestion) => {
        void ask(asked).then((answer) => here.postMessage({ id, answer } satisfies ApiReply))
      })
      try {
        return await pool.run({ drawer, address, port }, [port])
      } finally {
        here.close()
      }
    },
    close: () => pool.close(),
  }
}
