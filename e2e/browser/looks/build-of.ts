import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repository } from '../support/repository.ts'

const run = promisify(execFile)

/** The files as they are, committed or not. */
export const WORKING_TREE = '.'

export type Build = { readonly folder: string; remove(): Promise<void> }

/**
 * The app with its mock as it is at a revision of the repository, or in the working tree, as a
 * folder of files. `remove` takes away what was made.
 * @throws Error with what git, pnpm or Vite said.
 */
export async function buildOf(revision: string): Promise<Build> {
  const top = await mkdtemp(join(tmpdir(), 'wheelhouse-looks-'))
  const folder = join(top, 'build')
  const checkout = join(top, 'checkout')
  const git = (...args: string[]) => run('git', args, { cwd: repository('.') })
  const remove = async () => {
    await rm(top, { recursive: true, force: true })
    await git('worktree', 'prune')
  }
  try {
    if (revision === WORKING_TREE) {
      await build(repository('.'), folder)
    } else {
      await git('worktree', 'add', '--detach', checkout, revision)
      const wanted = ['--frozen-lockfile', '--prefer-offline', '--filter', '@wheelhouse/web...']
      await run('npx', ['-y', 'pnpm@12', 'install', ...wanted], {
        cwd: checkout,
        env: { ...process.env, CI: 'true' },
      })
      await build(checkout, folder)
    }
    return { folder, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function build(checkout: string, folder: string): Promise<void> {
  const web = join(checkout, 'apps/web')
  const vite = join(web, 'node_modules/vite/bin/vite.js')
  await run(process.execPath, [vite, 'build', '--mode', 'mock', '--outDir', folder], { cwd: web })
}
