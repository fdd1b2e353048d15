import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { wheelFiles, zipEntries } from '../../../packaging/test/distributions.ts'
import { buildTarGz, tarEntry } from '../../../packaging/test/tar-writer.ts'
import { buildZip } from '../../../packaging/test/zip-writer.ts'
import type { ImportOrder } from '../import-distributions.ts'
import type { ImportProblem } from '../import-summary.ts'

export type TestFile = {
  readonly filename: string
  readonly bytes: Buffer
  readonly sha256: string
}

const metadata = (name: string, version: string, more: string) =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${more}\n`

const toFile = (filename: string, bytes: Buffer): TestFile => ({
  filename,
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

/** `more`: further header lines, each with its line end. */
export function makeWheel(name: string, version: string, more = ''): TestFile {
  const info = `${name}-${version}.dist-info`
  const files = wheelFiles({ [`${info}/METADATA`]: metadata(name, version, more) }, info)
  return toFile(`${name}-${version}-py3-none-any.whl`, buildZip(zipEntries(files)))
}

export function makeSdist(name: string, version: string, more = ''): TestFile {
  const top = `${name}-${version}`
  const bytes = buildTarGz([
    tarEntry({ name: `${top}/PKG-INFO`, data: metadata(name, version, more) }),
    tarEntry({ name: `${top}/demo.py`, data: 'x = 1\n' }),
  ])
  return toFile(`${top}.tar.gz`, bytes)
}

export type TestSource = {
  readonly origin: string
  /** Method-less `path` of each request, in order. */
  readonly asked: string[]
  close(): Promise<void>
}

/** A server of somebody else's: `answer` says what it does. */
export async function startSource(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestSource> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Pages and files by path: text is HTML, bytes are themselves; anything else is 404. */
export function startFolderSource(pages: Record<string, string | Buffer>): Promise<TestSource> {
  return startSource((request, response) => {
    const page = pages[request.url ?? '']
    if (page === undefined) return void response.writeHead(404).end()
    const type = typeof page === 'string' ? 'text/html; charset=utf-8' : 'application/octet-stream'
    response.writeHead(200, { 'content-type': type }).end(page)
  })
}

/** An order for these sources that keeps its problems. */
export function orderFor(
  sources: readonly (string | URL)[],
  changes: Partial<ImportOrder> = {},
): ImportOrder & { readonly problems: ImportProblem[] } {
  const problems: ImportProblem[] = []
  return {
    sources,
    all: false,
    pre: false,
    ownerId: null,
    signal: new AbortController().signal,
    watcher: {
      listed: () => {},
      done: () => {},
      fetched: () => {},
      problem: (problem) => void problems.push(problem),
    },
    backoffMs: 5,
    ...changes,
    problems,
  }
}

/** What pip would see of a project. */
export async function readProjectPage(origin: string, name: string) {
  const response = await fetch(`${origin}/simple/${name}/`, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
  })
  if (response.status !== 200) throw new Error(`${name}: ${response.status}`)
  const page = (await response.json()) as {
    files: {
      filename: string
      url: string
      yanked: boolean | string
      size: number
      hashes: { sha256: string }
      'upload-time': string
      'requires-python': string | null
    }[]
  }
  return page.files
}
