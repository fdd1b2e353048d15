import type { Deps } from '../../deps.ts'
import { checkFormAgainstMetadata } from '../../packaging/check-form.ts'
import type { FormFields } from '../../packaging/form-metadata.ts'
import type { InspectedDistribution } from '../../packaging/inspected-distribution.ts'
import { PackagingError } from '../../packaging/packaging-error.ts'
import type { Publication } from './publish-distribution.ts'
import { renderDescription } from './render-description.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** A file on disk; judging neither moves nor removes it. */
export type JudgedFile = { readonly filename: string; readonly incoming: { readonly path: string } }

export type Judged = Pick<Publication, 'inspected' | 'readme'>

/**
 * Everything that can be said about a file without the database: the archive, its metadata against
 * the form, its README. The slow parts run in workers.
 * @throws UploadRefusal with the first thing that is wrong.
 */
export async function judgeFile(
  deps: Pick<Deps, 'inspection' | 'readmes' | 'metrics'>,
  file: JudgedFile,
  form: FormFields,
  options: { requireReadme: boolean },
): Promise<Judged> {
  const { uploads } = deps.metrics
  const inspected = await uploads.time('inspect', () => inspect(deps.inspection, file, form))
  const readme = await uploads.time('render', () =>
    renderDescription(deps.readmes, inspected.metadata, form, options.requireReadme),
  )
  return { inspected, readme }
}

async function inspect(
  inspection: Deps['inspection'],
  { incoming, filename }: JudgedFile,
  form: FormFields,
): Promise<InspectedDistribution> {
  try {
    const inspected = await inspection.inspect({ path: incoming.path, filename })
    checkFormAgainstMetadata(form, inspected)
    return inspected
  } catch (error) {
    if (!(error instanceof PackagingError)) throw error
    throw new UploadRefusal(400, error.reason, error.message)
  }
}
