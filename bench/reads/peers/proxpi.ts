import { join } from 'node:path'
import { freePort } from '../../../e2e/clients/start-wheelhouse.ts'
import type { Data } from '../data.ts'
import { startServer } from '../processes.ts'
import { prepareEnvironment, versionOf } from '../python-environment.ts'
import type { Peer } from './peer.ts'

/** proxpi under gunicorn with two threads, as its image has it: a caching proxy, in front of us. */
export async function startProxpi(data: Data): Promise<Peer> {
  const bin = await prepareEnvironment('proxpi', ['proxpi', 'gunicorn'])
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const server = await startServer(
    [join(bin, 'gunicorn'), '--bind', `127.0.0.1:${port}`, '--threads', '2', 'proxpi.server:app'],
    `${origin}/index/hot-3/`,
    {
      cwd: data.folder,
      env: { PROXPI_INDEX_URL: data.index.indexUrl, PROXPI_CACHE_DIR: join(data.folder, 'proxpi') },
    },
  )
  return {
    ...server,
    name: 'proxpi',
    version: await versionOf(bin, 'proxpi'),
    sameBytes: false,
    urlOf: ({ of }) => (of === 'file' ? undefined : `${origin}/index/${of}/`),
  }
}
