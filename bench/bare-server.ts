import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** The least an upload can cost: the request streamed to a file, its SHA-256 running, synced, answered. */
const folder = await mkdtemp(join(tmpdir(), 'bench-bare-'))
const server = createServer((request, response) => {
  const path = join(folder, randomUUID())
  const hash = createHash('sha256')
  async function* digest(source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      hash.update(chunk)
      yield chunk
    }
  }
  pipeline(request, digest, createWriteStream(path))
    .then(async () => {
      const file = await open(path, 'r+')
      await file.sync()
      await file.close()
      response.end(hash.digest('hex'))
      await rm(path)
    })
    .catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
process.on('SIGTERM', () => {
  void rm(folder, { recursive: true, force: true }).then(() => process.exit(0))
})
