import { createHash } from 'node:crypto'
import { escapeNameForFilename } from '@wheelhouse/shared-types/python'
import { buildTarGz, tarEntry } from '../packaging/test/tar-writer.ts'
import { buildZip } from '../packaging/test/zip-writer.ts'
import { recordRow } from '../packaging/test/distributions.ts'
import { send, type Answer } from './send.ts'
import type { TestApi } from './start-test-api.ts'

export type Distribution = {
  readonly filename: string
  readonly bytes: Buffer
  readonly name: string
  readonly version: string
  readonly filetype: 'bdist_wheel' | 'sdist'
  readonly pyversion: string
  /** Core metadata as it lies in the file. */
  readonly metadata: string
}

export type DistributionOptions = {
  tag?: string
  summary?: string
  requiresPython?: string
  classifiers?: readonly string[]
  requiresDist?: readonly string[]
  /** Bytes of one more module that no compression makes smaller. */
  ballast?: number
  /** Makes two files of one name differ. */
  mark?: string
}

/** A small real wheel (PEP 427), its RECORD right. */
export function buildWheel(
  name: string,
  version: string,
  options: DistributionOptions = {},
): Distribution {
  const { tag = 'py3-none-any', ballast = 0, mark = '' } = options
  const stem = escapeNameForFilename(name)
  const info = `${stem}-${version}.dist-info`
  const metadata = metadataOf(name, version, options)
  const files: [string, Uint8Array | string][] = [
    [`${stem}/__init__.py`, `# ${tag} ${mark}\n`],
    [`${info}/METADATA`, metadata],
    [`${info}/WHEEL`, `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tag}\n`],
  ]
  if (ballast > 0) files.push([`${stem}/ballast.bin`, noise(ballast)])
  const record = files.map(([path, data]) => recordRow(path, data)).join('')
  files.push([`${info}/RECORD`, `${record}${info}/RECORD,,\n`])
  return {
    filename: `${stem}-${version}-${tag}.whl`,
    bytes: buildZip(files.map(([path, data]) => ({ name: path, data, method: 0 }))),
    name,
    version,
    filetype: 'bdist_wheel',
    pyversion: tag.split('-')[0]!,
    metadata,
  }
}

/** A small real source distribution (PEP 625). */
export function buildSdist(
  name: string,
  version: string,
  options: DistributionOptions = {},
): Distribution {
  const stem = `${escapeNameForFilename(name)}-${version}`
  const metadata = metadataOf(name, version, options)
  return {
    filename: `${stem}.tar.gz`,
    bytes: buildTarGz([
      tarEntry({ name: `${stem}/`, type: '5' }),
      tarEntry({ name: `${stem}/PKG-INFO`, data: metadata }),
      tarEntry({ name: `${stem}/pyproject.toml`, data: `# ${options.mark ?? ''}\n` }),
    ]),
    name,
    version,
    filetype: 'sdist',
    pyversion: 'source',
    metadata,
  }
}

function metadataOf(
  name: string,
  version: string,
  { summary = '', requiresPython, classifiers = [], requiresDist = [] }: DistributionOptions,
): string {
  const lines = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`]
  if (summary !== '') lines.push(`Summary: ${summary}`)
  if (requiresPython !== undefined) lines.push(`Requires-Python: ${requiresPython}`)
  lines.push(...classifiers.map((classifier) => `Classifier: ${classifier}`))
  lines.push(...requiresDist.map((requirement) => `Requires-Dist: ${requirement}`))
  return `${lines.join('\n')}\n`
}

/** Bytes that look random and are the same each time. */
function noise(length: number): Buffer {
  const blocks: Buffer[] = []
  for (let made = 0; made < length; made += 32) {
    blocks.push(createHash('sha256').update(String(made)).digest())
  }
  return Buffer.concat(blocks).subarray(0, length)
}

/** One part of a form, in the order of sending. */
export type Part = {
  readonly name: string
  readonly value: string | Uint8Array
  readonly filename?: string
  /** `null`: no Content-Type line. */
  readonly type?: string | null
}

export const BOUNDARY = 'test-boundary-7MA4YWxkTrZu0gW'

/** The form that twine sends, with the file last; `fields` of undefined are left out. */
export function formOf(
  file: Distribution,
  fields: Readonly<Record<string, string | undefined>> = {},
): Part[] {
  const all: Record<string, string | undefined> = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.1',
    name: file.name,
    version: file.version,
    filetype: file.filetype,
    pyversion: file.pyversion,
    sha256_digest: createHash('sha256').update(file.bytes).digest('hex'),
    ...fields,
  }
  const parts = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  )
  return [...parts, { name: 'content', value: file.bytes, filename: file.filename }]
}

/** A multipart/form-data body, byte for byte as written here. */
export function multipart(parts: readonly Part[], boundary = BOUNDARY): Buffer {
  const pieces = parts.flatMap(({ name, value, filename, type = 'application/octet-stream' }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"`
    const typeLine = filename === undefined || type === null ? '' : `Content-Type: ${type}\r\n`
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${typeLine}\r\n`
    return [Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')]
  })
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
}

/** Basic credentials as clients send them. */
export function basic(secret: string, username = '__token__'): string {
  return `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`
}

export type UploadOptions = {
  readonly headers?: Record<string, string>
  readonly fields?: Readonly<Record<string, string | undefined>>
  readonly parts?: readonly Part[]
  readonly path?: string
}

/** Uploads a file (or the given parts) with the token of `secret`; the answer as it comes. */
export function upload(
  api: Pick<TestApi, 'origin'>,
  secret: string | undefined,
  file: Distribution,
  options: UploadOptions = {},
): Promise<Answer> {
  return send(api.origin, {
    method: 'POST',
    path: options.path ?? '/legacy/',
    headers: {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      ...(secret === undefined ? {} : { authorization: basic(secret) }),
      ...options.headers,
    },
    body: multipart(options.parts ?? formOf(file, options.fields)),
  })
}

/** Uploads a file that must be taken. @throws Error with the refusal. */
export async function publish(
  api: Pick<TestApi, 'origin'>,
  secret: string,
  file: Distribution,
): Promise<void> {
  const answer = await upload(api, secret, file)
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`)
}
