import type { Started } from '../processes.ts'
import type { Work } from '../works.ts'
import type { Data } from '../data.ts'

/** A server that is measured. */
export type Peer = Started & {
  readonly name: string
  /** A second process that works for the same requests. */
  readonly helper?: number
  readonly version: string
  /** Address of what this work asks for; undefined where the server has nothing like it. */
  urlOf(work: Work): string | undefined
  /** Whether its bodies are ours, byte for byte. */
  readonly sameBytes: boolean
}

/** How one is started. Rejects, with the reason, where it cannot be had. */
export type StartPeer = (data: Data) => Promise<Peer>
