import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../infra/db/database.ts'
import type { Coding } from '../../http/variants.ts'
import { API_VERSION } from './load-page.ts'
import { FORMS, type Form } from './page-cache.ts'
import { openSummed, writePacked, type SummedFile } from './summed-files.ts'

/**
 * The codings that the index lies in, and how the names of its files end; the file that the others are
 * made from is the last to get its name.
 */
export const ROOT_CODINGS = { gzip: '.gz', br: '.br', zstd: '.zst', identity: '' } as const
const CODINGS = Object.keys(ROOT_CODINGS) as Coding[]

type RootFileName = `${Form}-${Coding}`
type RootFile = { readonly path: string; readonly size: number; readonly etag: string }

/** The root index as it lies on disk. */
export type BuiltRoot = {
  readonly serial: bigint
  readonly files: Readonly<Record<RootFileName, RootFile>>
}

/** Whether these are all files of a root index: earlier versions made fewer. */
export const isWhole = (files: Readonly<Record<string, unknown>>): boolean =>
  FORMS.every((form) => CODINGS.every((coding) => `${form}-${coding}` in files))

const ROWS_AT_ONCE = 5_000

/**
 * Writes the root index into `folder`, under names that begin with `stem`: read in runs of 5,000 rows,
 * so that nothing of it stays in memory, and packed in each coding. `onProgress` is called in between.
 */
export async function buildRootIndex(
  db: Db,
  folder: string,
  stem: string,
  onProgress: () => Promise<void>,
): Promise<BuiltRoot> {
  const { serial } = await db.indexClock.findUniqueOrThrow({ where: { id: 1 } })
  const pathOf = (form: Form, coding: Coding) =>
    join(folder, `${stem}.${form}${ROOT_CODINGS[coding]}`)
  const plain = {
    html: `${pathOf('html', 'identity')}.part`,
    json: `${pathOf('json', 'identity')}.part`,
  }
  const etags = await writeForms(db, serial, plain, onProgress)
  const files: Partial<Record<RootFileName, RootFile>> = {}
  for (const form of FORMS) {
    for (const coding of CODINGS) {
      const path = pathOf(form, coding)
      const part = `${path}.part`
      const etag =
        coding === 'identity' ? etags[form] : await writePacked(plain[form], part, coding)
      await onProgress()
      await rename(part, path)
      files[`${form}-${coding}`] = { path, etag, size: (await stat(path)).size }
    }
  }
  return { serial, files: files as BuiltRoot['files'] }
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
