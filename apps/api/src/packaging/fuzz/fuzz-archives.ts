import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { Deadline } from '../budget.ts'
import { FileWindow } from '../file-window.ts'
import { PackagingError } from '../packaging-error.ts'
import { walkTar } from '../tar-walk.ts'
import { walkZip } from '../zip-walk.ts'
import { mutateArchive, seededRandom } from './mutate-archive.ts'

export type FuzzReport = {
  readonly archives: number
  readonly accepted: number
  /** Faults of ours: anything but a refusal. */
  readonly crashes: readonly string[]
  /** Accepted archives in which another reader sees other members. */
  readonly differences: readonly string[]
  readonly slowestMs: number
  readonly refusals: Readonly<Record<string, number>>
}

type Case = { path: string; kind: 'zip' | 'tar'; members: string[] }

/**
 * Differential fuzzing: what we accept, Python's readers must see as we do, by directory and as a
 * stream. Refusing is always right; crashing, hanging and seeing something else never are.
 */
export async function fuzzArchives(count: number, seed: number): Promise<FuzzReport> {
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-fuzz-'))
  const random = seededRandom(seed)
  const accepted: Case[] = []
  const crashes: string[] = []
  const refusals: Record<string, number> = {}
  let slowestMs = 0
  try {
    for (let number = 0; number < count; number += 1) {
      const kind = number % 2 === 0 ? 'zip' : 'tar'
      const bytes = mutateArchive(kind, random)
      const path = join(folder, `${accepted.length}.${kind}`)
      await writeFile(path, kind === 'zip' ? bytes : gzipSync(bytes, { level: 1 }))
      const started = performance.now()
      try {
        accepted.push({ path, kind, members: await listMembers(path, kind) })
      } catch (error) {
        if (error instanceof PackagingError) {
          refusals[error.reason] = (refusals[error.reason] ?? 0) + 1
        } else {
          crashes.push(`${kind} ${number}: ${(error as Error).stack}`)
        }
      }
      slowestMs = Math.max(slowestMs, performance.now() - started)
    }
    const differences = await compareWithPython(accepted)
    return { archives: count, accepted: accepted.length, crashes, differences, slowestMs, refusals }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function listMembers(path: string, kind: 'zip' | 'tar'): Promise<string[]> {
  const file = new FileWindow(path)
  const limits = { deadline: new Deadline(5_000), maxMembers: 1_000 }
  try {
    if (kind === 'zip') return walkZip(file, limits).map((member) => member.name)
    const { members } = await walkTar(file, {
      ...limits,
      maxBytes: 100_000_000,
      capture: () => false,
      maxCaptureBytes: 1,
    })
    return [...members].map(([name, member]) => `${member.kind} ${name}`)
  } finally {
    file.close()
  }
}

/** @throws Error when Python did not read every archive. */
async function compareWithPython(cases: readonly Case[]): Promise<string[]> {
  const python = spawn('python3', [join(import.meta.dirname, 'compare_archives.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  python.stdin.end(cases.map((one) => `${JSON.stringify(one)}\n`).join(''))
  const lines = (await text(python.stdout)).trim().split('\n')
  const { read } = JSON.parse(lines.pop() ?? '{}') as { read?: number }
  if (read !== cases.length) throw new Error(`Python read ${read} of ${cases.length} archives`)
  return lines
}

if (import.meta.main) {
  const [count = '100000', seed = '1'] = process.argv.slice(2)
  const report = await fuzzArchives(Number(count), Number(seed))
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  process.exitCode = report.crashes.length + report.differences.length === 0 ? 0 : 1
}
