import { http, HttpResponse, type HttpHandler } from 'msw'
import { ProblemError } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { createContext, type ContextOptions, type FileStore } from './context.ts'
import { findProject, type FileRow, type MockDb, type ProjectRow } from './db.ts'
import { acceptFile } from './handlers/uploads.ts'
import { makeWheelBytes } from './made-wheel.ts'
import { fileUrl, sortReleases } from './present.ts'

type IndexOptions = ContextOptions & { readonly files: FileStore }

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json'

/**
 * What pip and twine ask for, as far as the mock has it: pages of the simple API (PEP 503, 691),
 * files that were uploaded or can be made up, and the upload form. Metadata files, ranges and the
 * judging of archives are the API's.
 */
export function createIndexHandlers(options: IndexOptions): HttpHandler[] {
  const { db, files, origin } = options
  return [
    http.get('*/simple/', ({ request }) => {
      const names = publicProjects(db).map(({ normalizedName }) => normalizedName)
      return page(request, {
        json: { projects: names.toSorted().map((name) => ({ name })) },
        links: names.toSorted().map((name) => `<a href="/simple/${name}/">${name}</a>`),
      })
    }),

    http.get('*/simple/:project/', ({ request, params }) => {
      const asked = String(params['project'])
      const project = publicProjects(db).find((row) => row.normalizedName === normalizeName(asked))
      if (project === undefined) return new HttpResponse('404 Not Found', { status: 404 })
      const listed = listFiles(project, files).map(({ file, yanked, isReal }) => ({
        filename: file.filename,
        url: fileUrl(file, origin),
        hashes: isReal ? { sha256: file.sha256 } : {},
        ...(file.requiresPython === null ? {} : { 'requires-python': file.requiresPython }),
        yanked,
      }))
      return page(request, {
        json: { name: project.normalizedName, files: listed },
        links: listed.map(({ filename, url, hashes, yanked, ...row }) => {
          const hash = hashes.sha256 === undefined ? '' : `#sha256=${hashes.sha256}`
          const python = row['requires-python']
          const needs =
            python === undefined ? '' : ` data-requires-python="${python.replaceAll('>', '&gt;')}"`
          return `<a href="${url}${hash}"${needs}${yanked ? ' data-yanked' : ''}>${filename}</a><br>`
        }),
      })
    }),

    http.get('*/packages/:first/:second/:rest/:filename', async ({ params }) => {
      for (const project of publicProjects(db)) {
        for (const release of project.releases) {
          const file = release.files.find(({ filename }) => filename === params['filename'])
          if (file === undefined || !isServed(file, files)) continue
          const bytes = files.get(file.sha256) ?? (await makeWheelBytes(project, release))
          return new HttpResponse(bytes, {
            headers: { 'content-type': 'application/octet-stream' },
          })
        }
      }
      return new HttpResponse('404 Not Found', { status: 404 })
    }),

    http.post('*/legacy/', async ({ request }) => {
      try {
        const { context } = createContext(request, options)
        if (context.account === undefined) {
          return refusal(401, 'Send an API token: user name __token__, the token as the password')
        }
        const content = (await request.formData()).get('content')
        if (!(content instanceof File)) return refusal(400, 'The form has no file "content"')
        await acceptFile(context, content.name, new Uint8Array(await content.arrayBuffer()))
        return new HttpResponse('OK')
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        return refusal(error.code === 'token_invalid' ? 403 : error.status, error.message)
      }
    }),
  ]
}

/** Clients print the reason phrase. */
const refusal = (status: number, reason: string): Response =>
  new HttpResponse(`${status} ${reason}\n`, { status, statusText: reason.replace(/[^ -~]/g, '?') })

const publicProjects = (db: MockDb): ProjectRow[] =>
  db.projects.filter((row) => row.visibility === 'public' && findProject(db, row.name) === row)

/** Whether there are bytes for it: those that were sent, or a pure wheel, which can be made. */
const isServed = ({ filename, sha256 }: FileRow, files: FileStore): boolean =>
  files.has(sha256) || filename.endsWith('-py3-none-any.whl')

function listFiles(project: ProjectRow, files: FileStore) {
  if (project.status === 'quarantined') return []
  return sortReleases(project.releases)
    .toReversed()
    .flatMap(({ files: rows, yanked }) =>
      rows
        .filter((file) => isServed(file, files))
        .map((file) => ({ file, yanked, isReal: files.has(file.sha256) })),
    )
}

function page(request: Request, { json, links }: { json: object; links: string[] }): Response {
  if (request.headers.get('accept')?.includes(JSON_TYPE) === true) {
    const body = { meta: { 'api-version': '1.1' }, ...json }
    return HttpResponse.json(body, { headers: { 'content-type': JSON_TYPE } })
  }
  return HttpResponse.html(`<!doctype html>\n<title>Simple index</title>\n${links.join('\n')}\n`)
}
