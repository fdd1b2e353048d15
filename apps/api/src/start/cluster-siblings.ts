import type { PageChange, Siblings } from '../infra/siblings.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** Longer than any healthy process needs; one that hangs hears of the change by the database. */
const LONGEST_MS = 250

export type ClusterSiblings = Siblings & {
  /** Takes a message of the supervising process; tells whether it was one for here. */
  receive(message: ToWorker): boolean
}

/** The other workers of a port, reached through the process that supervises them. */
export function createClusterSiblings(send: (message: FromWorker) => void): ClusterSiblings {
  const waiting = new Map<number, () => void>()
  const listeners: ((change: PageChange) => void)[] = []
  let lastId = 0
  return {
    tell: ({ name, serial }) =>
      new Promise((resolve) => {
        lastId += 1
        const id = lastId
        const end = () => {
          clearTimeout(timer)
          waiting.delete(id)
          resolve()
        }
        const timer = setTimeout(end, LONGEST_MS)
        waiting.set(id, end)
        send({ kind: 'changed', id, name, serial: serial.toString() })
      }),
    onTold: (listener) => void listeners.push(listener),
    receive: (message) => {
      if (message.kind === 'told') {
        waiting.get(message.id)?.()
        return true
      }
      if (message.kind !== 'changed') return false
      const { id, name, serial } = message
      for (const listener of listeners) listener({ name, serial: BigInt(serial) })
      send({ kind: 'heard', id })
      return true
    },
  }
}
