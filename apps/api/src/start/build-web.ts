import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../../..')
const WEB = join(ROOT, 'apps/web')
const STAMP = join(WEB, 'dist/.made-from')
/** What the built app is made of. */
const SOURCES = [
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'apps/web/package.json',
  'apps/web/build',
  'apps/web/public',
  'apps/web/src',
  'packages/shared-types/src',
  'pnpm-lock.yaml',
]

/**
 * Builds the web app, unless the one in `apps/web/dist` was made from these sources already.
 * @returns whether it was built.
 * @throws Error with Vite's output when it fails.
 */
export async function buildWeb(): Promise<boolean> {
  const madeFrom = hashSources()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === madeFrom) return false
  await runVite()
  writeFileSync(STAMP, madeFrom)
  return true
}

function hashSources(): string {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap((source) => listFiles(join(ROOT, source)))) {
    hash.update(path).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path]
    throw error
  }
}

function runVite(): Promise<void> {
  const manifest = createRequire(join(WEB, 'package.json')).resolve('vite/package.json')
  const child = spawn(process.execPath, [join(dirname(manifest), 'bin/vite.js'), 'build'], {
    cwd: WEB,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`the web app could not be built:\n${output}`))
    })
  })
}
