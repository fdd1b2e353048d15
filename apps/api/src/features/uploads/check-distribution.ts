import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { UploadWarning } from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import { isStandardLibraryName } from '../../packaging/standard-library.ts'
import { toRefusal } from './answer-refusal.ts'
import { findWarnings } from './find-warnings.ts'
import { fileTooLarge } from './hash-stream.ts'
import { judgeFile } from './judge-file.ts'
import { UploadRefusal } from './upload-refusal.ts'

export type CheckedDistribution = { readonly path: string; readonly filename: string } & (
  | {
      readonly ok: true
      readonly project: string
      readonly version: string
      readonly kind: 'wheel' | 'sdist'
      readonly warnings: readonly UploadWarning[]
    }
  | { readonly ok: false; readonly reason: string; readonly message: string }
)

/**
 * What can be said about a file without an index: its name, archive, metadata and README. Whose the
 * project is, and what is there already, only the index knows.
 * @throws Error when the checks themselves cannot run.
 */
export async function checkDistribution(
  deps: Pick<Deps, 'inspection' | 'readmes' | 'metrics' | 'config'>,
  path: string,
): Promise<CheckedDistribution> {
  const filename = basename(path)
  try {
    await checkSize(path, deps.config.MAX_FILE_SIZE)
    const { inspected } = await judgeFile(
      deps,
      { filename, incoming: { path } },
      {},
      { requireReadme: true },
    )
    const { name: project, version, kind, metadata } = inspected
    if (isStandardLibraryName(project)) {
      throw new UploadRefusal(
        400,
        'name-standard-library',
        `The name '${project}' isn't allowed: it is the name of a module in the Python standard library.`,
      )
    }
    return { path, filename, ok: true, project, version, kind, warnings: findWarnings(metadata) }
  } catch (error) {
    const { status, reason, message } = toRefusal(error)
    if (status >= 500) throw error
    return { path, filename, ok: false, reason, message }
  }
}

async function checkSize(path: string, limit: number): Promise<void> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UploadRefusal(400, 'no-file', `It cannot be read (${cause.code ?? cause.message}).`)
  })
  if (!found.isFile()) throw new UploadRefusal(400, 'no-file', 'It is no file.')
  if (found.size === 0) {
    throw new UploadRefusal(400, 'file-empty', 'Invalid distribution file: it is empty.')
  }
  if (found.size > limit) throw fileTooLarge(limit)
}
