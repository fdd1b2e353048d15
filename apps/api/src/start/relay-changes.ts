import type { Worker } from 'node:cluster'
import type { FromWorker, ToWorker } from './worker-messages.ts'

export type ChangeRelay = {
  receive(from: Worker, message: FromWorker): void
  /** The worker is gone and hears nothing any more. */
  left(worker: Worker): void
}

type Waiting = { readonly origin: Worker; readonly originId: number; readonly missing: Set<Worker> }

/** Hands a worker's change on to all others, and tells it when each of them has heard. */
export function relayChanges(workers: () => readonly Worker[]): ChangeRelay {
  const waiting = new Map<number, Waiting>()
  let lastId = 0

  const send = (worker: Worker, message: ToWorker) => {
    if (worker.isConnected()) worker.send(message, undefined, undefined, () => {})
  }
  const heard = (worker: Worker, id: number) => {
    const entry = waiting.get(id)
    if (entry?.missing.delete(worker) !== true || entry.missing.size > 0) return
    waiting.delete(id)
    send(entry.origin, { kind: 'told', id: entry.originId })
  }
  return {
    receive: (from, message) => {
      if (message.kind === 'heard') heard(from, message.id)
      if (message.kind !== 'changed') return
      const others = workers().filter((worker) => worker !== from)
      if (others.length === 0) return send(from, { kind: 'told', id: message.id })
      lastId += 1
      const { name, serial } = message
      waiting.set(lastId, { origin: from, originId: message.id, missing: new Set(others) })
      for (const other of others) send(other, { kind: 'changed', id: lastId, name, serial })
    },
    left: (worker) => {
      for (const [id, { origin }] of waiting) {
        if (origin === worker) waiting.delete(id)
        else heard(worker, id)
      }
    },
  }
}
