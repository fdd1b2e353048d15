import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeDistributions, type Distribution } from './make-distributions.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { readProject, readServed } from './read-project.ts'
import { startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { embeddedDatabase } from './test-databases.ts'
import { uploadFile } from './upload-file.ts'

const MIB = 2 ** 20
/** Longer than the grace that the server gives every body before its rate counts. */
const SLOW_SECONDS = 36
const SLOW_BYTES = 360 * 1024

describe('large files and slow lines', () => {
  let server: Wheelhouse
  let tools: PythonTools
  let large: Distribution
  let slow: Distribution
  /** Runs beside the other tests, because it waits most of the time. */
  let slowAnswer: Promise<string>

  beforeAll(async () => {
    server = await startWheelhouse(await embeddedDatabase.create())
    tools = await openPythonTools(server.folder)
    const made = await makeDistributions(tools, path.join(server.folder, 'made'), [
      { name: 'wh-large', version: '1.0', kind: 'wheel', payload: 60 * MIB },
      { name: 'wh-slow', version: '1.0', kind: 'wheel', payload: SLOW_BYTES },
      { name: 'wh-warm', version: '1.0', kind: 'wheel', payload: 20 * MIB },
    ])
    large = made[0]!
    slow = made[1]!
    // What the first upload and the first download bring to life (workers, pools) is no growth.
    await uploadFile(server, made[2]!)
    for (const { url } of await readProject(server.indexUrl, 'wh-warm')) await readServed(url)
    slowAnswer = uploadSlowly(server, slow)
    slowAnswer.catch(() => {})
  })

  afterAll(() => server.close())

  test('a wheel of 60 MiB goes up and down in bounded memory', async () => {
    const before = await residentBytes(server.pid())
    const watch = watchMemory(server.pid())
    const account = ['--repository-url', server.uploadUrl, '-u', '__token__', '-p', server.token]
    await tools.expectRun('twine', ['upload', '--non-interactive', ...account, large.path])
    const folder = path.join(server.folder, 'downloaded')
    const wanted = ['--no-deps', '--no-cache-dir', '--dest', folder, 'wh-large']
    const index = ['--index-url', server.indexUrl]
    await tools.expectRun('pip', ['--isolated', 'download', ...index, ...wanted])
    const { highest, samples } = await watch.end()

    expect(await sha256Of(path.join(folder, large.filename))).toBe(large.sha256)
    expect(samples).toBeGreaterThan(20)
    expect((highest - before) / MIB).toBeLessThan(96)
  })

  test(`an upload that takes ${SLOW_SECONDS} seconds succeeds`, async () => {
    expect(await slowAnswer).toMatch(/^HTTP\/1\.1 200 /)
    const folder = path.join(server.folder, 'slow')
    const wanted = ['--no-deps', '--no-cache-dir', '--dest', folder, 'wh-slow']
    const index = ['--index-url', server.indexUrl]
    await tools.expectRun('pip', ['--isolated', 'download', ...index, ...wanted])
    expect(await sha256Of(path.join(folder, slow.filename))).toBe(slow.sha256)
  })
})

/** Sends the form in pieces, a second apart, over a bare socket; resolves with the answer. */
async function uploadSlowly(server: Wheelhouse, file: Distribution): Promise<string> {
  const boundary = 'pieces-of-a-slow-upload'
  const fields = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.1',
    name: file.name,
    version: file.version,
    filetype: 'bdist_wheel',
    pyversion: 'py3',
    sha256_digest: file.sha256,
  }
  const disposition = `--${boundary}\r\nContent-Disposition: form-data; name=`
  const head = Object.entries(fields).map(
    ([name, value]) => `${disposition}"${name}"\r\n\r\n${value}\r\n`,
  )
  const body = Buffer.concat([
    Buffer.from(head.join('')),
    Buffer.from(`${disposition}"content"; filename="${file.filename}"\r\n\r\n`),
    await readFile(file.path),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  const { hostname, port } = new URL(server.origin)
  const socket = connect(Number(port), hostname)
  const answer = readAll(socket)
  const credentials = Buffer.from(`__token__:${server.token}`).toString('base64')
  socket.write(
    `POST /legacy/ HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n` +
      `Authorization: Basic ${credentials}\r\nContent-Length: ${body.length}\r\n` +
      `Content-Type: multipart/form-data; boundary=${boundary}\r\n\r\n`,
  )
  const piece = Math.ceil(body.length / SLOW_SECONDS)
  for (let at = 0; at < body.length && socket.writable; at += piece) {
    socket.write(body.subarray(at, at + piece))
    await sleep(1000)
  }
  return answer
}

async function readAll(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('utf8')
  for await (const chunk of socket) text += chunk as string
  return text
}

function watchMemory(pid: number) {
  let highest = 0
  let samples = 0
  let over = false
  const watching = (async () => {
    while (!over) {
      highest = Math.max(highest, await residentBytes(pid))
      samples += 1
      await sleep(50)
    }
  })()
  return {
    end: async () => {
      over = true
      await watching
      return { highest, samples }
    },
  }
}

/** What the process holds in memory now, the embedded database's worker included. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kibibytes = /^VmRSS:\s{1,20}(\d{1,12}) kB$/m.exec(status)?.[1]
  if (kibibytes === undefined) throw new Error(`no VmRSS in:\n${status}`)
  return Number(kibibytes) * 1024
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
