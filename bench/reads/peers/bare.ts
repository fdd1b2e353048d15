import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../../e2e/clients/start-wheelhouse.ts'
import type { Data } from '../data.ts'
import { startServer } from '../processes.ts'
import type { Peer } from './peer.ts'

/** The least that Node can do: the same bytes, prepared, with an ETag. */
export async function startBare(data: Data): Promise<Peer> {
  const port = await freePort()
  const list = join(data.folder, 'bodies.json')
  const entries = data.bodies.map(({ path, contentType, etag }) => {
    return { path, contentType, etag, file: join(data.folder, path) }
  })
  await writeFile(list, JSON.stringify(entries))
  const script = join(import.meta.dirname, 'bare-server.ts')
  const server = await startServer(
    [process.execPath, script, list, String(port)],
    `http://127.0.0.1:${port}/ready`,
  )
  return {
    ...server,
    name: 'bare Node',
    version: process.version,
    sameBytes: true,
    urlOf: ({ of, form, coding }) => {
      const ending = of === 'file' ? 'bin' : form
      return `http://127.0.0.1:${port}/${of}/index.${ending}${coding === 'gzip' ? '.gz' : ''}`
    },
  }
}
