import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '../../infra/db/database.ts'
import { takeFileLock } from '../../infra/file-lock.ts'
import { buildRootIndex, isWhole, type BuiltRoot } from './build-root-index.ts'

export type RootIndex = {
  /** The newest root index; builds it when the index changed and the last build is long enough ago. */
  current(): Promise<BuiltRoot>
}

/** A build may take at most a tenth of the time, and is never put off longer than this. */
const MOST_DELAY_MS = 60_000
const DELAY_FACTOR = 10
/** How long an older one is not given out while another process builds. */
const SHORT_WAIT_MS = 250
const LOOK_EVERY_MS = 25
const FIRST_WAIT_MS = 60_000
/** How long a reader waits for a newer one: small indexes are built within, large ones are not waited for. */
const BUILD_WAIT_MS = 1_000

/** What a build leaves for all processes of the host. */
type Build = BuiltRoot & {
  /** Of which database: a folder can outlive it. */
  readonly origin: string
  /** Milliseconds of the epoch before which nobody builds again. */
  readonly mayBuildAt: number
}

/**
 * `/simple/`: a file for each form and coding in `folder`, built by one process of a host at a time.
 * A manifest, swapped in by rename, names the files; those of the build before stay, for processes
 * that have read its manifest and not yet opened them.
 */
export function createRootIndex(db: Db, folder: string): RootIndex {
  const manifest = join(folder, 'simple-index.json')
  let known: Build | undefined
  let building: Promise<BuiltRoot> | undefined

  /** What other processes built is taken if it is of this database. */
  const refresh = async (): Promise<void> => {
    const found = await readManifest(manifest)
    if (found === undefined || found.mayBuildAt === known?.mayBuildAt) return
    if (found.origin === known?.origin || found.origin === (await originOf(db))) known = found
  }
  const rebuild = async (serial: bigint): Promise<BuiltRoot> => {
    await mkdir(folder, { recursive: true })
    const deadline = Date.now() + (known === undefined ? FIRST_WAIT_MS : SHORT_WAIT_MS)
    for (;;) {
      const lock = await takeFileLock(`${manifest}.lock`)
      if (lock !== undefined) {
        try {
          await refresh()
          // Another process was faster.
          if (known === undefined || known.serial < serial) {
            known = await buildOnce(db, folder, manifest, () => lock.touch())
          }
          return known
        } finally {
          await lock.release()
        }
      }
      await sleep(LOOK_EVERY_MS)
      await refresh()
      if (known !== undefined && (known.serial >= serial || Date.now() > deadline)) return known
      if (Date.now() > deadline) throw new Error('the root index is not built in time')
    }
  }
  return {
    current: async () => {
      if (building !== undefined) return known ?? building
      if (known !== undefined && Date.now() < known.mayBuildAt) return known
      const clock = await db.indexClock.findUnique({ where: { id: 1 } }).catch((error: unknown) => {
        if (known === undefined) throw error
      })
      if (known !== undefined && clock?.serial === known.serial) return known
      if (clock == null) return known!
      building ??= rebuild(clock.serial).finally(() => {
        building = undefined
      })
      if (known === undefined) return building
      const older = known
      return Promise.race([building, sleep(BUILD_WAIT_MS, older, { ref: false })])
    },
  }
}

async function buildOnce(
  db: Db,
  folder: string,
  manifest: string,
  onProgress: () => Promise<void>,
): Promise<Build> {
  const started = Date.now()
  const before = await readManifest(manifest)
  const origin = await originOf(db)
  const stem = `simple-${process.pid}-${started}`
  const root = await buildRootIndex(db, folder, stem, onProgress)
  const took = Date.now() - started
  const build = {
    ...root,
    origin,
    mayBuildAt: Date.now() + Math.min(took * DELAY_FACTOR, MOST_DELAY_MS),
  }
  await writeFile(`${manifest}.part`, JSON.stringify({ ...build, serial: String(root.serial) }))
  await rename(`${manifest}.part`, manifest)
  const kept = [build, before].flatMap((one) => (one === undefined ? [] : filesOf(one)))
  await removeOthers(folder, new Set(kept))
  return build
}

function filesOf({ files }: BuiltRoot): string[] {
  return Object.values(files).map(({ path }) => basename(path))
}

/** Builds before the last one, and what a killed process left. The lock is held: no other build runs. */
async function removeOthers(folder: string, kept: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder)
  const old = names.filter((name) => name.startsWith('simple') && /\.(html|json)/.test(name))
  for (const name of old) {
    if (!kept.has(name) && !name.startsWith('simple-index.json')) {
      await rm(join(folder, name), { force: true })
    }
  }
}

async function readManifest(path: string): Promise<Build | undefined> {
  try {
    const { serial, ...rest } = JSON.parse(await readFile(path, 'utf8')) as Omit<
      Build,
      'serial'
    > & { serial: string }
    return isWhole(rest.files) ? { ...rest, serial: BigInt(serial) } : undefined
  } catch {
    // None yet, or not one of ours: it is built anew.
    return undefined
  }
}

/** The first change tells databases apart. */
async function originOf(db: Db): Promise<string> {
  const first = await db.journalEntry.findFirst({ orderBy: { serial: 'asc' } })
  return first === null ? 'empty' : `${first.serial} ${first.createdAt.toISOString()}`
}
