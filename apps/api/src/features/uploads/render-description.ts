import type { Deps } from '../../deps.ts'
import type { CoreMetadata } from '../../packaging/core-metadata.ts'
import type { FormFields } from '../../packaging/form-metadata.ts'
import { ReadmeQueueFullError, type RenderedReadme } from '../../readme/readme.ts'
import { single } from './check-form-fields.ts'
import { toLatin1Line, UploadRefusal } from './upload-refusal.ts'

type Description = { readonly text: string; readonly contentType: string | null }
type Readme = Exclude<RenderedReadme, { failed: string }> | undefined

/**
 * The README that a file's metadata describes. What the form states apart from it must render too,
 * though it is shown nowhere: the file's word counts.
 * @param required a description must render, and one without a type as reStructuredText, as on PyPI;
 *   without it, what does not render is left out, and what has no type may be plain text.
 * @throws UploadRefusal
 */
export async function renderDescription(
  readmes: Deps['readmes'],
  metadata: CoreMetadata,
  form: FormFields,
  required: boolean,
): Promise<Readme> {
  const own = {
    text: metadata.description ?? '',
    contentType: metadata.descriptionContentType ?? null,
  }
  const stated = {
    text: single(form, 'description') ?? '',
    contentType: single(form, 'description_content_type') ?? null,
  }
  if (!isSame(own, stated)) await render(readmes, stated, required)
  return render(readmes, own, required)
}

async function render(
  readmes: Deps['readmes'],
  description: Description,
  required: boolean,
): Promise<Readme> {
  if (description.text.trim() === '') return undefined
  try {
    const rendered = await readmes.render({
      ...description,
      contentType: description.contentType ?? (required ? 'text/x-rst' : null),
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

/** Forms may send other line ends than the file has. */
function isSame(left: Description, right: Description): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim()
  return plain(left.text) === plain(right.text) && left.contentType === right.contentType
}
