import * as z from 'zod'
import type { IndexPage } from './read-index-page.ts'
import { SourceError } from './source-error.ts'
import type { SourceFile } from './source-file.ts'

const JsonFile = z.object({
  filename: z.string(),
  url: z.string(),
  hashes: z.record(z.string(), z.string()).optional(),
  size: z.number().int().nonnegative().nullish(),
  'upload-time': z.string().nullish(),
  yanked: z.union([z.boolean(), z.string()]).nullish(),
  'requires-python': z.string().nullish(),
})

const JsonPage = z.object({
  meta: z.object({ 'api-version': z.string() }),
  name: z.string().optional(),
  files: z.array(JsonFile).optional(),
  projects: z.array(z.object({ name: z.string() })).optional(),
})

/**
 * The JSON form of a page (PEP 691, 700, 592), its links taken against `url`.
 * @throws SourceError for anything else, and for another major version (PEP 629).
 */
export function parseJsonPage(text: string, url: URL): IndexPage {
  const { meta, name, files, projects } = parse(text)
  const version = meta['api-version']
  if (version.split('.')[0] !== '1') {
    throw new SourceError(`the page has version ${version} of the simple API; 1.x is read`)
  }
  if (files !== undefined) {
    return { kind: 'project', name, files: files.flatMap((file) => toSourceFile(file, url)) }
  }
  if (projects !== undefined) {
    return { kind: 'root', names: projects.map((project) => project.name) }
  }
  throw new SourceError('the page has neither files nor projects')
}

function parse(text: string): z.infer<typeof JsonPage> {
  try {
    return JsonPage.parse(JSON.parse(text))
  } catch (error) {
    throw new SourceError('the page is no JSON of a simple index', { cause: error })
  }
}

/** None for a file whose address is none. */
function toSourceFile(file: z.infer<typeof JsonFile>, base: URL): SourceFile[] {
  const url = URL.parse(file.url, base.href)
  if (url === null) return []
  const { sha256, md5 } = file.hashes ?? {}
  const uploadedAt = new Date(file['upload-time'] ?? Number.NaN)
  const yankedReason =
    typeof file.yanked === 'string' ? file.yanked || undefined : file.yanked ? '' : undefined
  return [
    {
      filename: file.filename,
      place: { kind: 'url', url },
      hashes: {
        ...(sha256 === undefined ? {} : { sha256: sha256.toLowerCase() }),
        ...(md5 === undefined ? {} : { md5: md5.toLowerCase() }),
      },
      ...(file.size == null ? {} : { size: file.size }),
      ...(Number.isNaN(uploadedAt.getTime()) ? {} : { uploadedAt }),
      ...(yankedReason === undefined ? {} : { yankedReason }),
      ...(file['requires-python'] ? { requiresPython: file['requires-python'] } : {}),
    },
  ]
}
