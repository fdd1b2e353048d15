import {
  checkUpload,
  uploadFile,
  type UploadCheck,
  type UploadResult,
} from '@wheelhouse/shared-types'
import { toUiError, type UiError } from '../../api/ui-error.ts'
import { createStore, type Store } from '../../lib/store.ts'
import { judgeName, type EarlyRefusal, type NameRules } from './judge-name.ts'
import { sendFile } from './send-file.ts'

export type UploadMode = 'check' | 'publish'

export type UploadState =
  | { kind: 'waiting' }
  /** `share` of the file is sent, 0 to 1. */
  | { kind: 'sending'; share: number }
  /** Sent whole; the server judges it. */
  | { kind: 'judging' }
  | { kind: 'checked'; result: Extract<UploadCheck, { ok: true }> }
  | { kind: 'stored' | 'unchanged'; result: UploadResult }
  /** What is wrong with the file: seen before it was sent, or in the server's words. */
  | { kind: 'refused'; early: EarlyRefusal }
  | { kind: 'refused'; message: string; early?: undefined }
  /** The file is not to blame. */
  | { kind: 'failed'; error: UiError }
  | Cancelled

/** What came of a file, unless somebody cancelled it. */
export type SettledState = Exclude<
  UploadState,
  { kind: 'waiting' | 'sending' | 'judging' | 'cancelled' }
>

type Cancelled = { kind: 'cancelled' }

export type UploadItem = {
  readonly id: number
  readonly file: File
  readonly mode: UploadMode
  readonly state: UploadState
}

export type UploadQueue = {
  readonly items: Store<readonly UploadItem[]>
  add(files: Iterable<File>, mode: UploadMode, rules: NameRules): void
  cancel(id: number): void
  cancelAll(): void
  /** Puts a file that is done, in whatever way, back into the queue. */
  again(id: number, mode: UploadMode): void
  /** Forgets what is done. */
  clear(): void
}

/** Files that are sent at a time. */
const AT_ONCE = 2
const UNDER_WAY: ReadonlySet<UploadState['kind']> = new Set(['waiting', 'sending', 'judging'])

export const isUnderWay = ({ state }: UploadItem): boolean => UNDER_WAY.has(state.kind)

/** A list of files that are sent two at a time. `onSettled` is told what came of each. */
export function createUploadQueue(
  onSettled: (file: File, state: SettledState) => void,
): UploadQueue {
  const items = createStore<readonly UploadItem[]>([])
  const running = new Map<number, AbortController>()
  let next = 1

  const change = (id: number, part: Partial<UploadItem>): void => {
    items.set(items.get().map((item) => (item.id === id ? { ...item, ...part } : item)))
  }
  const settle = ({ id, file }: UploadItem, state: SettledState | Cancelled): void => {
    running.delete(id)
    change(id, { state })
    if (state.kind !== 'cancelled') onSettled(file, state)
    startWaiting()
  }
  const run = async (item: UploadItem): Promise<void> => {
    const { id, file, mode } = item
    const controller = new AbortController()
    running.set(id, controller)
    change(id, { state: { kind: 'sending', share: 0 } })
    const { signal } = controller
    const onProgress = (share: number) => {
      if (signal.aborted) return
      change(id, { state: share < 1 ? { kind: 'sending', share } : { kind: 'judging' } })
    }
    const state = await send(file, mode, { signal, onProgress })
    // What was cancelled has been told of, and may be on its way again.
    if (running.get(id) === controller) settle(item, state)
  }
  const startWaiting = (): void => {
    for (const item of items.get()) {
      if (running.size >= AT_ONCE) return
      if (item.state.kind === 'waiting') void run(item)
    }
  }
  const cancel = (id: number): void => {
    const item = items.get().find((one) => one.id === id)
    if (item === undefined || !isUnderWay(item)) return
    const controller = running.get(id)
    settle(item, { kind: 'cancelled' })
    controller?.abort()
  }
  return {
    items,
    cancel,
    add: (files, mode, rules) => {
      const added = [...files].map((file): UploadItem => {
        const early = judgeName(file, rules)
        const state: UploadState =
          early === undefined ? { kind: 'waiting' } : { kind: 'refused', early }
        return { id: next++, file, mode, state }
      })
      items.set([...items.get(), ...added])
      for (const { file, state } of added) if (state.kind === 'refused') onSettled(file, state)
      startWaiting()
    },
    cancelAll: () => {
      const left = items.get().filter(isUnderWay)
      // First those that wait: a place that gets free must not let one of them begin.
      const waiting = left.filter(({ state }) => state.kind === 'waiting')
      for (const { id } of [...waiting, ...left]) cancel(id)
    },
    again: (id, mode) => {
      const item = items.get().find((one) => one.id === id)
      if (item === undefined || isUnderWay(item)) return
      change(id, { mode, state: { kind: 'waiting' } })
      startWaiting()
    },
    clear: () => items.set(items.get().filter(isUnderWay)),
  }
}

async function send(
  file: File,
  mode: UploadMode,
  options: Parameters<typeof sendFile>[2],
): Promise<SettledState | Cancelled> {
  try {
    if (mode === 'publish') {
      const result = await sendFile(uploadFile, file, options)
      return { kind: result.outcome, result }
    }
    const result = await sendFile(checkUpload, file, options)
    return result.ok ? { kind: 'checked', result } : { kind: 'refused', message: result.message }
  } catch (error) {
    if (options.signal.aborted) return { kind: 'cancelled' }
    const failure = toUiError(error)
    return failure.code === 'upload_refused'
      ? { kind: 'refused', message: failure.message }
      : { kind: 'failed', error: failure }
  }
}
