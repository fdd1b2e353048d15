import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { repository } from '../support/repository.ts'

const run = promisify(execFile)

/**
 * The app with its mock as it is at a revision of the repository, as a folder of files. A folder
 * that has such a build already is taken as it is. `remove` takes away what was made.
 */
export async function buildOf(
  revision: string,
): Promise<{ folder: string; remove: () => Promise<void> }> {
  if (existsSync(join(revision, 'index.html'))) {
    return { folder: resolve(revision), remove: async () => {} }
  }
  const top = await mkdtemp(join(tmpdir(), 'wheelhouse-looks-'))
  const checkout = join(top, 'checkout')
  const git = (...args: string[]) => run('git', args, { cwd: repository('.') })
  await git('worktree', 'add', '--detach', checkout, revision)
  const remove = async () => {
    await git('worktree', 'remove', '--force', checkout)
    await rm(top, { recursive: true, force: true })
  }
  try {
    const install = ['-y', 'pnpm@12', 'install', '--frozen-lockfile', '--prefer-offline']
    await run('npx', install, { cwd: checkout, env: { ...process.env, CI: 'true' } })
    const web = join(checkout, 'apps/web')
    const vite = join(web, 'node_modules/vite/bin/vite.js')
    await run(process.execPath, [vite, 'build', '--mode', 'mock'], { cwd: web })
    return { folder: join(web, 'dist-mock'), remove }
  } catch (error) {
    await remove()
    throw error
  }
}
