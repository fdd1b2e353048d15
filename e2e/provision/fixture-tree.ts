import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { inRepository } from './repository.ts'

/**
 * Lays the known-bad files out as a small repository of their own in a temporary folder, with the
 * real configuration of the checks, so that rules bound to paths (`apps/api/src/…`) apply to them as
 * they do to the real tree. The folder is removed when `use` is over.
 */
export async function withFixtureTree<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wheelhouse-fixtures-'))
  try {
    await cp(inRepository('e2e/provision/lint-fixtures'), folder, { recursive: true })
    for (const file of ['.oxlintrc.json', '.oxfmtrc.json', 'tsconfig.base.json']) {
      await cp(inRepository(file), path.join(folder, file))
    }
    await symlink(inRepository('node_modules'), path.join(folder, 'node_modules'))
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
