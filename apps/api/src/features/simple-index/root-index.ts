import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Db } from '../../infra/db/database.ts'
import { API_VERSION } from './load-page.ts'
import type { Form } from './page-cache.ts'
import { escapeHtml } from './render-files.ts'

/** The root index as it lies on disk. */
export type BuiltRoot = {
  readonly serial: bigint
  readonly files: Readonly<
    Record<`${Form}-${'identity' | 'gzip'}`, { path: string; size: number; etag: string }>
  >
}

export type RootIndex = {
  /** The newest root index; builds it when the index changed and the last build is long enough ago. */
  current(): Promise<BuiltRoot>
}

const ROWS_AT_ONCE = 5_000
/** A build may take at most a tenth of the time, and is never put off longer than this. */
const MOST_DELAY_MS = 60_000
const DELAY_FACTOR = 10

/**
 * `/simple/`: a file for each form and coding in `DATA_DIR/cache`, read from the database in runs of
 * 5,000 rows and swapped in by rename, so that nothing of it stays in memory.
 */
export function createRootIndex(db: Db, folder: string): RootIndex {
  let built: BuiltRoot | undefined
  let building: Promise<BuiltRoot> | undefined
  let mayBuildAt = 0

  const rebuild = async (): Promise<BuiltRoot> => {
    const started = performance.now()
    try {
      built = await build(db, folder)
      return built
    } finally {
      building = undefined
      const took = performance.now() - started
      mayBuildAt = performance.now() + Math.min(took * DELAY_FACTOR, MOST_DELAY_MS)
    }
  }
  return {
    current: async () => {
      if (building !== undefined) return built ?? building
      if (built !== undefined && performance.now() < mayBuildAt) return built
      const clock = await db.indexClock.findUnique({ where: { id: 1 } }).catch(() => null)
      if (built !== undefined && (clock === null || clock.serial === built.serial)) return built
      building ??= rebuild()
      // A first build is waited for; later ones are quick for small indexes and worth a short wait.
      return building
    },
  }
}

async function build(db: Db, folder: string): Promise<BuiltRoot> {
  await mkdir(folder, { recursive: true })
  const { serial } = await db.indexClock.findUniqueOrThrow({ where: { id: 1 } })
  const paths = {
    'html-identity': join(folder, 'simple.html'),
    'json-identity': join(folder, 'simple.json'),
    'html-gzip': join(folder, 'simple.html.gz'),
    'json-gzip': join(folder, 'simple.json.gz'),
  }
  await writeForms(db, serial, `${paths['html-identity']}.part`, `${paths['json-identity']}.part`)
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

async function writeForms(db: Db, serial: bigint, htmlPath: string, jsonPath: string) {
  await Promise.all([rm(htmlPath, { force: true }), rm(jsonPath, { force: true })])
  const html = await open(htmlPath, 'w')
  const json = await open(jsonPath, 'w')
  try {
    await html.write(HTML_HEAD)
    await json.write(
      `{"meta":{"_last-serial":${serial},"api-version":"${API_VERSION}"},"projects":[`,
    )
    await writeProjects(db, html, json)
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

async function writeProjects(db: Db, html: FileHandle, json: FileHandle): Promise<void> {
  let after = ''
  for (;;) {
    const projects = await db.project.findMany({
      where: {
        normalizedName: { gt: after },
        visibility: 'public',
        status: { not: 'quarantined' },
      },
      select: { name: true, normalizedName: true, serial: true },
      orderBy: { normalizedName: 'asc' },
      take: ROWS_AT_ONCE,
    })
    if (projects.length === 0) return
    await html.write(
      projects
        .map(
          ({ name, normalizedName }) =>
            `    <a href="/simple/${normalizedName}/">${escapeHtml(name)}</a>\n`,
        )
        .join(''),
    )
    const objects = projects.map(
      ({ name, serial }) => `{"_last-serial":${serial},"name":${JSON.stringify(name)}}`,
    )
    await json.write(`${after === '' ? '' : ','}${objects.join(',')}`)
    after = projects.at(-1)!.normalizedName
  }
}
