import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { buildOf, commitOf, WORKING_TREE, type Build } from './looks/build-of.ts'
import { freePort } from './support/free-port.ts'
import { repository } from './support/repository.ts'
import { serveMock } from './support/start-mock.ts'

/**
 * `node e2e/browser/compare-looks.ts BASE [HEAD] [SCREEN…]`: takes pictures of the app's screens and of
 * the gallery (or of those screens alone) as of two revisions (HEAD: `.`, the files as they are), in one
 * browser and with the same clock and data, in both themes, three widths and both directions. A
 * report shows each that differs: before, after, and where. Ends with 1 where one does, and with 130
 * where it is interrupted; its checkout is gone in any case.
 */
const [base, head = WORKING_TREE, ...only] = process.argv.slice(2)
if (base === undefined) {
  process.stderr.write('usage: node e2e/browser/compare-looks.ts BASE [HEAD] [SCREEN…]\n')
  process.exit(2)
}

const PLAYWRIGHT = repository('e2e/node_modules/@playwright/test/cli.js')
const CONFIG = repository('e2e/browser/looks/playwright.config.ts')
const INTERRUPTED = 130
const out = resolve(repository('.cache/looks'))
const interrupted = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => interrupted.abort())
}

await rm(out, { recursive: true, force: true })
const builds = new Map<string, Build>()
try {
  const [before, after] = await buildAll(base, head)
  say('taking the pictures of the base')
  const port = await freePort()
  const isTaken = await runThrough(before, port, ['--update-snapshots=all', '--reporter=line'])
  if (!isTaken) throw new Error('not every screen of the base could be taken')
  const count = (await readdir(join(out, 'base'))).length
  say(`comparing ${count} pictures`)
  const same = await runThrough(after, port, ['--update-snapshots=none'])
  say(same ? `all ${count} pictures are the same` : `see ${join(out, 'report/index.html')}`)
  if (!same) process.exitCode = 1
} catch (error) {
  if (!interrupted.signal.aborted) throw error
  say('interrupted')
  process.exitCode = INTERRUPTED
} finally {
  for (const build of builds.values()) await build.remove()
}

/** Both builds: one, where both revisions are the same commit. */
async function buildAll(...revisions: [string, string]): Promise<[Build, Build]> {
  const made = []
  for (const revision of revisions) {
    const commit = await commitOf(revision)
    let build = builds.get(commit)
    if (build === undefined) {
      say(`building ${revision === WORKING_TREE ? 'the working tree' : revision}`)
      build = await buildOf(commit, interrupted.signal)
      builds.set(commit, build)
    }
    made.push(build)
  }
  return made as [Build, Build]
}

/**
 * Takes or compares all pictures of a build; false where one could not be taken or differs. Both are
 * served at one address, for it stands in commands that some screens show.
 */
async function runThrough(
  { folder }: Build,
  port: number,
  options: readonly string[],
): Promise<boolean> {
  const mock = await serveMock(folder, port)
  try {
    interrupted.signal.throwIfAborted()
    const named = only.length === 0 ? [] : ['--grep', ` (${only.join('|')}) in `]
    const args = [PLAYWRIGHT, 'test', '-c', CONFIG, '--quiet', ...named, ...options]
    const run = spawn(process.execPath, args, {
      stdio: 'inherit',
      env: { ...process.env, WHEELHOUSE_LOOKS_URL: mock.url, WHEELHOUSE_LOOKS_OUT: out },
    })
    const end = () => run.kill('SIGINT')
    interrupted.signal.addEventListener('abort', end)
    const [code] = (await once(run, 'exit')) as [number | null]
    interrupted.signal.removeEventListener('abort', end)
    interrupted.signal.throwIfAborted()
    return code === 0
  } finally {
    await mock.stop()
  }
}

function say(text: string): void {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
}
