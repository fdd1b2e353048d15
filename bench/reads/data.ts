import { request } from 'node:http'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Wheelhouse } from '../../e2e/clients/start-wheelhouse.ts'
import { formOf, makeWheel, post } from '../upload-wheel.ts'
import { seedProjects } from './seed-projects.ts'
import { headersOf, PAGES, WORKS, type Page, type Work } from './works.ts'

/** An answer of ours, which others serve byte for byte. */
export type Body = {
  readonly work: Work
  readonly contentType: string
  readonly etag: string
  readonly bytes: Buffer
  /** The same on disk, at `<folder>/<path>`. */
  readonly path: string
}

export type Data = {
  readonly index: Wheelhouse
  /** Where peers lay their own things, and the bodies lie. */
  readonly folder: string
  readonly bodies: readonly Body[]
  /** Path of the 1 MB file below the index's origin. */
  readonly filePath: string
  readonly pages: readonly Page[]
}

const FILE_BYTES = 1_000_000

/** Fills an index with the projects and the file that are read, and keeps every answer that others give too. */
export async function buildData(
  index: Wheelhouse,
  databaseUrl: string,
  works: readonly Work[],
): Promise<Data> {
  const names = Object.keys(PAGES) as Page[]
  const pages = names.filter((page) => works.some(({ of }) => of === page))
  await seedProjects(index, databaseUrl, pages)
  const filePath = await uploadFile(index)
  const folder = join(index.folder, 'bodies')
  const bodies: Body[] = []
  for (const work of WORKS.filter(({ of }) => of === 'file' || pages.includes(of))) {
    if (work.conditional) continue
    bodies.push(await capture(index, folder, work, filePath))
  }
  return { index, folder, bodies, filePath, pages }
}

/** The path of a work's address on our own index. */
export function ownPath({ of }: Work, filePath: string): string {
  return of === 'file' ? filePath : `/simple/${of}/`
}

async function capture(
  index: Wheelhouse,
  folder: string,
  work: Work,
  filePath: string,
): Promise<Body> {
  const url = index.origin + ownPath(work, filePath)
  const { bytes, headers } = await settled(url, work)
  const ending = work.of === 'file' ? 'bin' : work.form
  const path = `${work.of}/index.${ending}${work.coding === 'gzip' ? '.gz' : ''}`
  await mkdir(join(folder, work.of), { recursive: true })
  await writeFile(join(folder, path), bytes)
  return {
    work,
    bytes,
    path,
    contentType: headers.get('content-type') ?? '',
    etag: headers.get('etag') ?? '',
  }
}

/** As it is sent: `fetch` would undo the coding. The codings of a page are made after its first request. */
async function settled(url: string, work: Work): Promise<{ bytes: Buffer; headers: Headers }> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const response = await rawGet(url, headersOf(work))
    const coding = response.headers.get('content-encoding') ?? 'identity'
    if (response.status !== 200) throw new Error(`${url} answers ${response.status}`)
    if (coding === work.coding) return response
    if (Date.now() > deadline) throw new Error(`${url} comes as ${coding}, not ${work.coding}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function rawGet(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        const found = new Headers()
        for (const [name, value] of Object.entries(response.headers)) found.set(name, String(value))
        resolve({
          status: response.statusCode ?? 0,
          headers: found,
          bytes: Buffer.concat(chunks),
        })
      })
    })
    sent.once('error', reject)
    sent.end()
  })
}

async function uploadFile(index: Wheelhouse): Promise<string> {
  const wheel = makeWheel('megabyte', '1.0', FILE_BYTES)
  const authorization = `Basic ${Buffer.from(`__token__:${index.token}`).toString('base64')}`
  await post(index.uploadUrl, formOf('megabyte', '1.0', wheel), authorization)
  const page = await fetch(`${index.indexUrl}megabyte/`, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
  })
  const { files } = (await page.json()) as { files: { url: string }[] }
  return new URL(files[0]!.url).pathname
}
