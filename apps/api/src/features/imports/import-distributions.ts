import type { Deps } from '../../deps.ts'
import { WorkerBusyError, WorkerTimeoutError } from '../../infra/workers/worker-pool.ts'
import { PackagingError } from '../../packaging/packaging-error.ts'
import { UploadRefusal } from '../uploads/upload-refusal.ts'
import { splitCredentials, type SourceAccess } from './fetch-source.ts'
import { importFile } from './import-file.ts'
import {
  createTally,
  type ImportSummary,
  type ImportWatcher,
  type Tally,
} from './import-summary.ts'
import { findKnownFiles, type KnownFile } from './imports.queries.ts'
import { listFolder } from './list-folder.ts'
import { listIndex, type IndexQuery, type Listed } from './list-index.ts'
import { SourceError } from './source-error.ts'
import type { NamedFile } from './source-file.ts'

export type ImportOrder = IndexQuery & {
  /** Absolute paths of files and folders, and addresses of indexes. */
  readonly sources: readonly (string | URL)[]
  /** User who owns projects that the import makes; null: nobody, they are marked as imported. */
  readonly ownerId: string | null
  /** Stops it: what is being written is finished, the rest is left. */
  readonly signal: AbortSignal
  readonly watcher: ImportWatcher
  readonly backoffMs?: number
  readonly silenceMs?: number
}

/** Files that are fetched, judged and published at a time. */
const AT_ONCE = 4
const BACKOFF_MS = 500
const SILENCE_MS = 60_000

/**
 * Brings the distributions of other indexes, folders and files into this one. Each is a transaction
 * of its own, and what is here already is not fetched: an import that was stopped goes on when it is
 * started again.
 * @throws Error when the index itself fails (its database, a full disk).
 */
export async function importDistributions(deps: Deps, order: ImportOrder): Promise<ImportSummary> {
  const tally = createTally(order.watcher)
  const fatal = new AbortController()
  const signal = AbortSignal.any([order.signal, fatal.signal])
  const access = accessOf(deps, order)
  const jobs = listJobs(deps, order, access, signal, tally)
  const work = async (): Promise<void> => {
    try {
      for (let next = await jobs.next(); next.done !== true; next = await jobs.next()) {
        await runJob(deps, order, access, signal, tally, next.value)
      }
    } catch (error) {
      if (!signal.aborted) fatal.abort(error)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  if (fatal.signal.aborted) throw fatal.signal.reason
  return tally.summary(order.signal.aborted)
}

function accessOf({ config }: Deps, order: ImportOrder): SourceAccess {
  const authorizations = new Map<string, string>()
  for (const source of order.sources) {
    if (typeof source === 'string') continue
    const { url, authorization } = splitCredentials(source)
    if (authorization !== undefined) authorizations.set(url.origin, authorization)
  }
  return {
    authorizations,
    userAgent: `wheelhouse/${config.version}`,
    backoffMs: order.backoffMs ?? BACKOFF_MS,
    silenceMs: order.silenceMs ?? SILENCE_MS,
  }
}

/** The work on the files of a release that a source distribution waits for. */
type Wheels = Promise<unknown>[]
type Job = { file: NamedFile; known: KnownFile | undefined; wheels: Wheels }

/** One job after the other; pages are read as their turn comes, so that memory holds few of them. */
async function* listJobs(
  deps: Deps,
  order: ImportOrder,
  access: SourceAccess,
  signal: AbortSignal,
  tally: Tally,
): AsyncGenerator<Job> {
  for (const source of order.sources) {
    try {
      for await (const listed of list(source, order, access, signal)) {
        if ('fault' in listed) {
          tally.note(toProblem(listed.address, listed.fault))
          continue
        }
        const { files, skipped } = listed.listing
        for (const { filename, reason, message } of skipped) {
          tally.note({ outcome: 'skipped', what: filename, reason, message })
        }
        tally.listed(files.length)
        yield* toJobs(deps, files, signal)
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      tally.note(toProblem(nameOf(source), error))
    }
  }
}

async function* list(
  source: string | URL,
  order: ImportOrder,
  access: SourceAccess,
  signal: AbortSignal,
): AsyncGenerator<Listed> {
  if (typeof source !== 'string') yield* listIndex(source, order, access, signal)
  else yield { listing: await listFolder(source, order) }
}

async function* toJobs(
  { db }: Deps,
  files: readonly NamedFile[],
  signal: AbortSignal,
): AsyncGenerator<Job> {
  const known = await findKnownFiles(
    db,
    files.map((file) => file.filename),
  )
  let release: string | undefined
  let wheels: Wheels = []
  for (const file of files) {
    signal.throwIfAborted()
    const key = `${file.named.project} ${file.named.versionKey}`
    if (key !== release) wheels = []
    release = key
    yield { file, known: known.get(file.filename), wheels }
  }
}

async function runJob(
  deps: Deps,
  order: ImportOrder,
  access: SourceAccess,
  signal: AbortSignal,
  tally: Tally,
  { file, known, wheels }: Job,
): Promise<void> {
  const { ownerId } = order
  const turn = async (): Promise<void> => {
    if (file.named.kind === 'sdist') await Promise.allSettled(wheels)
  }
  const work = importFile(deps, { file, known, ownerId, access, signal, turn })
  if (file.named.kind === 'wheel') wheels.push(work)
  try {
    const { outcome, bytes } = await work
    tally.taken(file.filename, outcome, bytes)
  } catch (error) {
    tally.turnedAway(toProblem(file.filename, error))
  }
}

/** @throws what is no fault of the source or the file. */
function toProblem(what: string, error: unknown) {
  if (error instanceof SourceError) {
    return { outcome: 'failed', what, reason: 'source', message: error.message } as const
  }
  if (error instanceof UploadRefusal) {
    const outcome = error.status < 500 ? 'refused' : 'failed'
    return { outcome, what, reason: error.reason, message: error.message } as const
  }
  if (error instanceof PackagingError) {
    return { outcome: 'refused', what, reason: error.reason, message: error.message } as const
  }
  if (error instanceof WorkerBusyError || error instanceof WorkerTimeoutError) {
    return { outcome: 'failed', what, reason: 'inspection', message: error.message } as const
  }
  throw error
}

/** Without what is secret in it. */
function nameOf(source: string | URL): string {
  return typeof source === 'string' ? source : `${source.host}${source.pathname}`
}
