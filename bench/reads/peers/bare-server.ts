import { createReadStream, readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** Prepared buffers by path; the file of 1 MB streamed from its folder, or handed off. For `bare.ts`. */
type Entry = { path: string; contentType: string; etag: string; file: string }

const [list = '', port = '0'] = process.argv.slice(2)
const entries = JSON.parse(readFileSync(list, 'utf8')) as Entry[]
const bodies = new Map(
  entries.map((entry) => [`/${entry.path}`, { ...entry, bytes: readFileSync(entry.file) }]),
)
const STORED = '/packages/'
createServer((request, response) => {
  const { url = '' } = request
  if (url.startsWith(STORED)) {
    // The least that a hand-off can be.
    const path = `/internal/${url.slice(STORED.length)}`
    response.writeHead(200, { 'X-Accel-Redirect': path, 'Content-Length': 0 }).end()
    return
  }
  const found = bodies.get(url)
  if (found === undefined) {
    response.writeHead(url === '/ready' ? 200 : 404).end()
    return
  }
  const { etag, contentType, bytes, file } = found
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { ETag: etag }).end()
    return
  }
  response.writeHead(200, {
    'Content-Type': contentType,
    'Content-Length': bytes.length,
    ETag: etag,
  })
  if (file.endsWith('.bin')) createReadStream(file).pipe(response)
  else response.end(bytes)
}).listen(Number(port), '127.0.0.1')
