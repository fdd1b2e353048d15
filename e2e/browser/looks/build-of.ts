import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repository } from '../support/repository.ts'

const run = promisify(execFile)
const git = (...args: string[]) => run('git', args, { cwd: repository('.') })

/** The files as they are, committed or not. */
export const WORKING_TREE = '.'

export type Build = { readonly folder: string; remove(): Promise<void> }

/** What a revision is called by git: two names of one commit are built once. */
export async function commitOf(revision: string): Promise<string> {
  if (revision === WORKING_TREE) return WORKING_TREE
  const { stdout } = await git('rev-parse', '--verify', `${revision}^{commit}`)
  return stdout.trim()
}

/**
 * The app with its mock as it is at a commit of the repository, or in the working tree, as a
 * folder of files. `remove` takes away what was made.
 * @throws Error with what git, pnpm or Vite said, or that `signal` ended it: nothing is left then.
 */
export async function buildOf(commit: string, signal: AbortSignal): Promise<Build> {
  const top = await mkdtemp(join(tmpdir(), 'wheelhouse-looks-'))
  const folder = join(top, 'build')
  const checkout = join(top, 'checkout')
  const remove = async () => {
    // What was ended may write a file yet.
    await rm(top, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    await git('worktree', 'prune')
  }
  try {
    if (commit === WORKING_TREE) {
      await build(repository('.'), folder, signal)
    } else {
      await git('worktree', 'add', '--detach', checkout, commit)
      const wanted = ['--frozen-lockfile', '--prefer-offline', '--filter', '@wheelhouse/web...']
      await run('npx', ['-y', 'pnpm@12', 'install', ...wanted], {
        cwd: checkout,
        env: { ...process.env, CI: 'true' },
        signal,
      })
      await build(checkout, folder, signal)
      // Only what was built is looked at: the checkout is a gigabyte, and none of the repository's.
      await rm(checkout, { recursive: true, force: true })
      await git('worktree', 'prune')
    }
    return { folder, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function build(checkout: string, folder: string, signal: AbortSignal): Promise<void> {
  const web = join(checkout, 'apps/web')
  const vite = join(web, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--mode', 'mock', '--outDir', folder]
  await run(process.execPath, args, { cwd: web, signal })
}
