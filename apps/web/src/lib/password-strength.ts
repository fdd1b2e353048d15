import type { PasswordContext, PasswordVerdict } from '@wheelhouse/shared-types'

/** Milliseconds for one answer; the first has to fetch the dictionaries as well. */
const TIME_LIMIT = 1500
const FIRST_TIME_LIMIT = 20_000

type Answer = PasswordVerdict | null | undefined

export type StrengthJudge = {
  /**
   * The verdict of a password; null where none can be had (no worker, no dictionaries, too slow):
   * the server decides then; undefined when a newer question came before the answer.
   */
  judge(password: string, context: PasswordContext): Promise<Answer>
  dispose(): void
}

type Waiting = {
  sequence: number
  timer: ReturnType<typeof setTimeout>
  resolve(verdict: Answer): void
}

const startWorker = (): Worker =>
  new Worker(new URL('./password-strength.worker.ts', import.meta.url), { type: 'module' })

/**
 * Starts the worker that measures passwords; to be called when a new-password field gets the
 * focus, not before, since it loads 400 kB. A worker that does not answer in time is replaced.
 */
export function createStrengthJudge(start: () => Worker = startWorker): StrengthJudge {
  let worker: Worker | null = null
  let warm = false
  let sequence = 0
  let waiting: Waiting | null = null

  function settle(verdict: Answer): void {
    if (waiting === null) return
    clearTimeout(waiting.timer)
    waiting.resolve(verdict)
    waiting = null
  }

  function stop(): void {
    worker?.terminate()
    worker = null
    warm = false
    settle(null)
  }

  function open(): Worker | null {
    try {
      const opened = start()
      opened.addEventListener(
        'message',
        ({ data }: MessageEvent<{ sequence: number; verdict: PasswordVerdict }>) => {
          warm = true
          if (data.sequence === waiting?.sequence) settle(data.verdict)
        },
      )
      opened.addEventListener('error', stop)
      return opened
    } catch {
      return null
    }
  }

  worker = open()
  return {
    judge(password, context) {
      settle(undefined)
      worker ??= open()
      if (worker === null) return Promise.resolve(null)
      sequence += 1
      const question = { sequence, password, context }
      return new Promise((resolve) => {
        const timer = setTimeout(stop, warm ? TIME_LIMIT : FIRST_TIME_LIMIT)
        waiting = { sequence, timer, resolve }
        worker?.postMessage(question)
      })
    },
    dispose: stop,
  }
}
