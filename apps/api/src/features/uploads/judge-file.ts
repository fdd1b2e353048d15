import type { Deps } from '../../deps.ts'
import { checkFormAgainstMetadata } from '../../packaging/check-form.ts'
import type { InspectedDistribution } from '../../packaging/inspected-distribution.ts'
import { PackagingError } from '../../packaging/packaging-error.ts'
import { ReadmeQueueFullError } from '../../readme/readme.ts'
import type { Publication } from './publish-distribution.ts'
import type { ReceivedFile } from './receive-form.ts'
import { UploadRefusal } from './upload-refusal.ts'

export type Form = Readonly<Record<string, readonly string[]>>
export type Judged = Pick<Publication, 'inspected' | 'readme'>

/**
 * Everything that can be said about a file without the database: the archive, its metadata against
 * the form, its README. The slow parts run in workers.
 * @throws UploadRefusal with the first thing that is wrong.
 */
export async function judgeFile(
  { inspection, readmes }: Pick<Deps, 'inspection' | 'readmes'>,
  file: Pick<ReceivedFile, 'incoming' | 'filename'>,
  form: Form,
  options: { requireReadme: boolean },
): Promise<Judged> {
  const inspected = await inspect(inspection, file, form)
  return { inspected, readme: await renderReadme(readmes, inspected, options.requireReadme) }
}

async function inspect(
  inspection: Deps['inspection'],
  { incoming, filename }: Pick<ReceivedFile, 'incoming' | 'filename'>,
  form: Form,
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

async function renderReadme(
  readmes: Deps['readmes'],
  { metadata }: InspectedDistribution,
  required: boolean,
): Promise<Judged['readme']> {
  const { description, descriptionContentType = null } = metadata
  if (description === undefined || description.trim() === '') return undefined
  try {
    const rendered = await readmes.render({
      text: description,
      contentType: descriptionContentType,
    })
    if (!('failed' in rendered)) return rendered
    if (!required) return undefined
    throw new UploadRefusal(
      400,
      'description-invalid',
      `The description failed to render: ${toLatin1Line(rendered.failed)}`,
    )
  } catch (error) {
    if (!(error instanceof ReadmeQueueFullError)) throw error
    throw new UploadRefusal(503, 'busy', 'The server is busy; try again in a moment', 10)
  }
}

/** Text as it may stand in a status line. */
export function toLatin1Line(text: string): string {
  return text
    .replace(/[^\x20-\x7e\xa0-\xff]+/g, ' ')
    .trim()
    .slice(0, 500)
}
