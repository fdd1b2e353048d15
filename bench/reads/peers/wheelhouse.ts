import { ownPath, type Data } from '../data.ts'
import type { Peer } from './peer.ts'

/** Ourselves, as operators run it; who started the index stops it. */
export function asPeer(data: Data, version: string): Peer {
  return {
    name: 'Wheelhouse',
    version,
    pid: data.index.pid(),
    sameBytes: true,
    urlOf: (work) => data.index.origin + ownPath(work, data.filePath),
    stop: async () => {},
  }
}
