import { parseReadmeType } from './parse-readme-type.ts'
import type { ReadmeType } from './parse-readme-type.ts'
import { README_MAX_HTML_LENGTH, README_MAX_LENGTH } from './readme.ts'
import type { ReadmeJob, RenderedReadme } from './readme.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderPlain } from './render-plain.ts'
import { sanitizeReadme } from './sanitize-readme.ts'

/**
 * Renders one description to safe HTML, synchronously heavy: made to run in a worker that can be
 * ended. Without a content type the text is tried as reStructuredText and shown as it is if that
 * fails; a stated type that does not render is a failure, and so is reStructuredText that renders
 * to nothing (PyPI refuses both). `pythonMb` is what Python may take, in MiB.
 */
export async function renderReadme(
  { text, contentType }: ReadmeJob,
  pythonMb: number,
): Promise<RenderedReadme> {
  const type = parseReadmeType(contentType)
  if (type.kind === 'unsupported') return { failed: type.reason, code: 'unsupported-type' }
  if (text.length > README_MAX_LENGTH) {
    return tooLong(`The description is longer than ${README_MAX_LENGTH} characters.`)
  }
  const source = normalize(text)
  const rendered =
    source.trim() === ''
      ? ({ html: '', kind: type.kind === 'absent' ? 'plain' : type.kind, warnings: [] } as const)
      : await renderSource(source, type, pythonMb)
  return 'html' in rendered && rendered.html.length > README_MAX_HTML_LENGTH
    ? tooLong(`The description renders to more than ${README_MAX_HTML_LENGTH} characters of HTML.`)
    : rendered
}

async function renderSource(
  source: string,
  type: Exclude<ReadmeType, { kind: 'unsupported' }>,
  pythonMb: number,
): Promise<RenderedReadme> {
  if (type.kind === 'markdown') {
    return { ...sanitizeReadme(renderMarkdown(source, type.variant)), kind: 'markdown' }
  }
  if (type.kind === 'plain') return { html: renderPlain(source), kind: 'plain', warnings: [] }

  // Python is loaded in the thread that needs it, and only there.
  const { renderRestructuredText } = await import('./render-restructured-text.ts')
  const result = await renderRestructuredText(source, pythonMb)
  if ('outOfMemory' in result) {
    return { failed: 'The description takes too much memory to render.', code: 'memory-limit' }
  }
  const safe = 'html' in result ? sanitizeReadme(result.html) : undefined
  if (safe !== undefined && safe.html.trim() !== '') return { ...safe, kind: 'rst' }
  const reason = 'error' in result ? result.error : 'it renders to nothing'
  if (type.kind === 'rst') {
    return {
      failed: `The description is not valid reStructuredText: ${reason}`,
      code: 'invalid-markup',
    }
  }
  return {
    html: renderPlain(source),
    kind: 'plain',
    warnings: [`No description type is given and it is not reStructuredText (${reason}).`],
  }
}

function tooLong(failed: string): RenderedReadme {
  return { failed, code: 'too-long' }
}

/** No byte order mark, no lone surrogates, and no NUL, which PostgreSQL text cannot hold. */
function normalize(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '\uFFFD')
    .toWellFormed()
}
