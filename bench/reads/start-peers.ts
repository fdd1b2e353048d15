import type { Data } from './data.ts'
import { startBare } from './peers/bare.ts'
import { startDevpi } from './peers/devpi.ts'
import { startNginx } from './peers/nginx.ts'
import type { Peer, StartPeer } from './peers/peer.ts'
import { startProxpi } from './peers/proxpi.ts'
import { startPypiron } from './peers/pypiron.ts'
import { startPypiserver } from './peers/pypiserver.ts'

/** Every server beside ours, by the name that `--peers` takes. */
export const PEERS: Readonly<Record<string, StartPeer>> = {
  nginx: startNginx,
  bare: startBare,
  pypiron: startPypiron,
  pypiserver: startPypiserver,
  devpi: startDevpi,
  proxpi: startProxpi,
}

/** Starts those that can be had; the reasons of the others go to `missing`. */
export async function startPeers(
  data: Data,
  names: readonly string[],
  missing: string[],
): Promise<Peer[]> {
  const peers: Peer[] = []
  for (const name of names) {
    const start = PEERS[name]
    if (start === undefined)
      throw new Error(`--peers ${name}: use ${Object.keys(PEERS).join(', ')}`)
    try {
      peers.push(await start(data))
    } catch (error) {
      missing.push(`${name}: ${(error as Error).message.trim().split('\n').slice(-3).join(' ')}`)
    }
  }
  return peers
}
