import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, stat, type FileHandle } from 'node:fs/promises'
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
  await writeForms(
    db,
    serial,
    { html: `${paths['html-identity']}.part`, json: `${paths['json-identity']}.part` },
    onProgress,
  )
  for (const form of ['html', 'json'] as const) {
    const source = `${paths[`${form}-identity`]}.part`
    const gzip = createGzip({ level: 6 })
    await pipeline(
      createReadStream(source),
      gzip,
      createWriteStream(`${paths[`${form}-gzip`]}.part`),
    )
  }
  const entries = await Promise.all(
    Object.entries(paths).map(async ([name, path]) => {
      await rename(`${path}.part`, path)
      const { size } = await stat(path)
      const etag = `"${createHash('sha256').update(`${name} ${serial} ${size}`).digest('base64url').slice(0, 27)}"`
      return [name, { path, size, etag }] as const
    }),
  )
  return { serial, files: Object.fromEntries(entries) as BuiltRoot['files'] }
}

async function writeForms(
  db: Db,
  serial: bigint,
  paths: Record<Form, string>,
  onProgress: () => Promise<void>,
): Promise<void> {
  const html = await open(paths.html, 'w')
  const json = await open(paths.json, 'w')
  try {
    await html.write(HTML_HEAD)
    await json.write(
      `{"meta":{"_last-serial":${serial},"api-version":"${API_VERSION}"},"projects":[`,
    )
    await writeProjects(db, html, json, onProgress)
    await html.write('  </body>\n</html>\n')
    await json.write(']}\n')
  } finally {
    await Promise.all([html.close(), json.close()])
  }
}

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
  html: FileHandle,
  json: FileHandle,
  onProgress: () => Promise<void>,
): Promise<void> {
  let after = ''
  for (;;) {
    const run = await readRun(db, after)
    if (run === undefined) return
    await html.write(run.html)
    await json.write(`${after === '' ? '' : ','}${run.json}`)
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
