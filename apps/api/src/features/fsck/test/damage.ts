import { mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TestApi } from '../../../test/start-test-api.ts'
import { checkIndex } from '../check-index.ts'
import { REPAIRS, type Finding, type FsckSummary, type Repair } from '../finding.ts'
import type { FsckOptions } from '../fsck-run.ts'

export const DAY_MS = 24 * 60 * 60 * 1000

export type Checked = { readonly findings: Finding[]; readonly summary: FsckSummary }

/** One run of the check with its findings. */
export async function check({ deps }: TestApi, options: FsckOptions = {}): Promise<Checked> {
  const findings: Finding[] = []
  const summary = await checkIndex(deps, {
    ...options,
    onFinding: (finding) => findings.push(finding),
  })
  return { findings, summary }
}

export const repairing = (...repairs: Repair[]): FsckOptions => ({
  repairs: new Set(repairs.length === 0 ? REPAIRS : repairs),
})

/** Where a file of the index lies. */
export async function pathOf(api: TestApi, filename: string, suffix = ''): Promise<string> {
  const { storagePath } = await api.deps.db.file.findUniqueOrThrow({ where: { filename } })
  return join(api.deps.config.filesFolder, `${storagePath}${suffix}`)
}

/** Flips the lowest bit of the last byte. */
export async function flipBit(path: string): Promise<void> {
  const bytes = await readFile(path)
  bytes[bytes.length - 1]! ^= 1
  await writeFile(path, bytes)
}

export const removeFile = (path: string) => rm(path)

export const cutOff = (path: string) => truncate(path, 10)

/** A file in the storage, as old as said. */
export async function plant(
  api: TestApi,
  storagePath: string,
  ageMs: number,
  content = 'planted',
): Promise<string> {
  const path = join(api.deps.config.filesFolder, storagePath)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  await makeOlder(path, ageMs)
  return path
}

export async function makeOlder(path: string, ageMs: number): Promise<void> {
  const at = new Date(Date.now() - ageMs)
  await utimes(path, at, at)
}

/** An index with nothing in it, whatever was done to it before. */
export async function empty({ deps }: TestApi): Promise<void> {
  await deps.db.project.deleteMany()
  await deps.db.simplePage.deleteMany()
  await deps.db.burntFilename.deleteMany()
  await deps.db.$executeRaw`
    UPDATE index_clock SET serial = (SELECT coalesce(max(serial), 0) FROM journal)`
  deps.pages.forgetAll()
  const folder = deps.config.filesFolder
  for (const entry of await readdir(folder)) {
    if (entry !== '.incoming') await rm(join(folder, entry), { recursive: true })
  }
  for (const entry of await readdir(join(folder, '.incoming'))) {
    await rm(join(folder, '.incoming', entry))
  }
}
