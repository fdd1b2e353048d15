import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Db } from '../../infra/db/database.ts'
import { API_VERSION } from './load-page.ts'
import type { Form } from './page-cache.ts'

export type RootFileName = `${Form}-${'identity' | 'gzip'}`

/** The root index as it lies on disk. */
export type BuiltRoot = {
  readonly serial: bigint
  readonly files: Readonly<Record<RootFileName, { path: string; size: number; etag: string }>>
}

const ROWS_AT_ONCE = 5_000

/**
 * Writes the root index into `folder`, under names that begin with `stem`: read in runs of 5,000 rows,
 * so that nothing of it stays in memory. `onProgress` is called between them.
 */
export async function buildRootIndex(
  db: Db,
  folder: string,
  stem: string,
  onProgress: () => Promise<void>,
): Promise<BuiltRoot> {
  const { serial } = await db.indexClock.findUniqueOrThrow({ where: { id: 1 } })
  const paths = {
    'html-identity': join(folder, `${stem}.html`),
    'json-identity': join(folder, `${stem}.json`),
    'html-gzip': join(folder, `${stem}.html.gz`),
    'json-gzip': join(folder, `${stem}.json.gz`),
  }
  const forms = { html: `${paths['html-identity']}.part`, json: `${paths['json-identity']}.part` }
  const plain = await writeForms(db, serial, forms, onProgress)
  const etags = {
    'html-identity': plain.html,
    'json-identity': plain.json,
    'html-gzip': await writeGzip(forms.html, `${paths['html-gzip']}.part`),
    'json-gzip': await writeGzip(forms.json, `${paths['json-gzip']}.part`),
  }
  const entries = await Promise.all(
    Object.entries(paths).map(async ([name, path]) => {
      await rename(`${path}.part`, path)
      const { size } = await stat(path)
      return [name, { path, size, etag: etags[name as RootFileName] }] as const
    }),
  )
  return { serial, files: Object.fromEntries(entries) as BuiltRoot['files'] }
}

/** @returns the ETags of both files. */
async function writeForms(
  db: Db,
  serial: bigint,
  paths: Record<Form, string>,
  onProgress: () => Promise<void>,
): Promise<Record<Form, string>> {
  const html = await openSummed(paths.html)
  const json = await openSummed(paths.json)
  try {
    await html.append(HTML_HEAD)
    await json.append(
      `{"meta":{"_last-serial":${serial},"api-version":"${API_VERSION}"},"projects":[`,
    )
    await writeProjects(db, html, json, onProgress)
    await html.append('  </body>\n</html>\n')
    await json.append(']}\n')
  } finally {
    await Promise.all([html.close(), json.close()])
  }
  return { html: html.etag(), json: json.etag() }
}

/** @returns the ETag of the packed file. */
async function writeGzip(source: string, target: string): Promise<string> {
  const sum = createHash('sha256')
  await pipeline(
    createReadStream(source),
    createGzip({ level: 6 }),
    async function* (packed: AsyncIterable<Buffer>) {
      for await (const chunk of packed) {
        sum.update(chunk)
        yield chunk
      }
    },
    createWriteStream(target),
  )
  return etagOf(sum)
}

type SummedFile = {
  append(text: string): Promise<void>
  /** Of all that was appended. */
  etag(): string
  close(): Promise<void>
}

/**
 * A new file that is summed up while it is written. The bytes alone tell one index from another: projects are read
 * after the serial, so that two hosts can have the same one and not the same index.
 */
async function openSummed(path: string): Promise<SummedFile> {
  const file = await open(path, 'w')
  const sum = createHash('sha256')
  return {
    append: async (text) => {
      sum.update(text)
      await file.appendFile(text)
    },
    etag: () => etagOf(sum),
    close: () => file.close(),
  }
}

const etagOf = (sum: Hash): string => `"${sum.digest('base64url').slice(0, 27)}"`

const HTML_HEAD = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta name="pypi:repository-version" content="${API_VERSION}">
    <title>Simple index</title>
  </head>
  <body>
`

async function writeProjects(
  db: Db,
  html: SummedFile,
  json: SummedFile,
  onProgress: () => Promise<void>,
): Promise<void> {
  let after = ''
  for (;;) {
    const run = await readRun(db, after)
    if (run === undefined) return
    await html.append(run.html)
    await json.append(`${after === '' ? '' : ','}${run.json}`)
    after = run.last
    await onProgress()
  }
}

type Run = { html: string; json: string; last: string }

/**
 * The next projects after a normalized name, as text of both forms. The database puts it together:
 * thousands of rows made into objects here would hold the event loop for tens of milliseconds.
 */
async function readRun(db: Db, after: string): Promise<Run | undefined> {
  const [run] = await db.$queryRaw<Partial<Run>[]>`
    SELECT
      string_agg(
        '    <a href="/simple/' || normalized_name || '/">'
          || replace(replace(replace(name, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')
          || E'</a>\n',
        '' ORDER BY normalized_name
      ) AS html,
      string_agg(
        '{"_last-serial":' || serial || ',"name":' || to_json(name) || '}',
        ',' ORDER BY normalized_name
      ) AS json,
      max(normalized_name) AS last
    FROM (
      SELECT name, normalized_name, serial FROM projects
      WHERE normalized_name > ${after} AND visibility = 'public' AND status <> 'quarantined'
      ORDER BY normalized_name
      LIMIT ${ROWS_AT_ONCE}
    ) AS next`
  return run?.last == null ? undefined : (run as Run)
}
