import { createHash } from 'node:crypto'
import { request, type IncomingHttpHeaders } from 'node:http'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { tokenCredentials, uploadForm } from '../clients/upload-form.ts'
import type { Distribution } from './distributions.ts'

export type Answer = {
  readonly status: number
  readonly reason: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/**
 * Uploads a file as clients do, on a connection of its own; undefined when the connection breaks
 * before the answer has come.
 */
export async function upload(
  origin: string,
  token: string,
  file: Distribution,
): Promise<Answer | undefined> {
  const encoded = new Response(uploadForm(file, file.bytes))
  const body = Buffer.from(await encoded.arrayBuffer())
  const headers = {
    authorization: tokenCredentials(token),
    'content-type': encoded.headers.get('content-type') ?? '',
    'content-length': String(body.length),
  }
  return new Promise((resolve) => {
    const call = request(`${origin}/legacy/`, { method: 'POST', headers, agent: false })
    call.once('error', () => resolve(undefined))
    call.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      // Cut off in the answer: its status has come all the same.
      response.once('error', () => {})
      response.once('close', () =>
        resolve({
          status: response.statusCode ?? 0,
          reason: response.statusMessage ?? '',
          headers: response.headers,
          text,
        }),
      )
    })
    call.end(body)
  })
}

export type Listed = { readonly serial: number; readonly files: readonly ListedFile[] }
type ListedFile = { filename: string; url: string; hashes: { sha256: string } }

/** The simple page of a project; undefined when there is none. */
export async function readPage(origin: string, name: string): Promise<Listed | undefined> {
  const response = await fetch(`${origin}/simple/${normalizeName(name)}/`, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
  })
  if (response.status === 404) {
    await response.arrayBuffer()
    return undefined
  }
  if (response.status !== 200) throw new Error(`the simple page: ${response.status}`)
  const page = (await response.json()) as { meta: { '_last-serial': number }; files: ListedFile[] }
  return { serial: page.meta['_last-serial'], files: page.files }
}

/**
 * What is wrong with the way the index shows a file, by its page and by what can be downloaded;
 * undefined when all is well: `absent` or `present` (complete, with its sidecar), as `state` says.
 */
export async function findVisibleFault(
  origin: string,
  file: Distribution,
  state: 'absent' | 'present' | 'either',
): Promise<string | undefined> {
  const page = await readPage(origin, file.name)
  const listed = page?.files.filter(({ filename }) => filename === file.filename) ?? []
  if (listed.length > 1) return 'the file is listed twice'
  const entry = listed[0]
  if (entry === undefined) {
    if (state === 'present') return 'the file is not listed'
    return page === undefined ? undefined : 'there is a project without its file'
  }
  if (state === 'absent') return 'the file is listed'
  if (entry.hashes.sha256 !== file.sha256) return 'the listed digest is wrong'
  const { status, bytes } = await download(entry.url, origin)
  if (status !== 200) return `the download has status ${status}`
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
    return 'the downloaded file is not the one that was sent'
  }
  if (file.kind === 'sdist') return undefined
  const metadata = await download(`${entry.url}.metadata`, origin)
  if (metadata.status !== 200) return `the metadata has status ${metadata.status}`
  return metadata.bytes.includes(`Name: ${file.name}\n`) ? undefined : 'the metadata is not whole'
}

/** Pages name the address of the process that wrote them in a test; any process has the file. */
async function download(url: string, origin: string): Promise<{ status: number; bytes: Buffer }> {
  const response = await fetch(`${origin}${new URL(url).pathname}`)
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
}
