import { isValidName, normalizeName, parseVersion } from '@wheelhouse/shared-types/python'
import { Router, type Request, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import { answerNotFound, readApi } from '../../http/read-api.ts'
import { listClassifiers } from '../../packaging/classifiers.ts'

const A_DAY = 'public, max-age=86400'

/**
 * Addresses that PyPI had once and that stand in old links and tools, sent where their content is now.
 * None of them looks whether there is such a project.
 */
export function createOldAddressRouter({ config }: Pick<Deps, 'config'>): Router {
  const router = Router({ caseSensitive: true })
  const uploadUrl = `${config.PUBLIC_URL}/legacy/`
  // Old upload tools send their action in the query or in the body, which nobody reads.
  router.post('/pypi', (request, response) => {
    if (isOldUpload(request.query[':action']) || request.query[':action'] === undefined) {
      return gone(response, `Uploads are taken at ${uploadUrl}`)
    }
    answerNotFound(response)
  })
  const read = readApi(config)
  router.all('/pypi', read, (request, response) => {
    const { ':action': action } = request.query
    if (action === undefined) return moved(response, '/')
    answerAction(request, response, uploadUrl)
  })
  const toProject = (request: Request, response: Response) => {
    const { name, version } = request.params as { name: string; version?: string }
    const target = projectPage(name, version)
    if (target === undefined) answerNotFound(response)
    else moved(response, target)
  }
  router.all(['/pypi/:name', '/pypi/:name/:version'], read, toProject)
  router.all(['/p/:name', '/p/:name/:version'], read, toProject)
  return router
}

const isOldUpload = (action: unknown): boolean =>
  ['file_upload', 'submit', 'submit_pkg_info', 'doc_upload'].includes(String(action))

/** `/pypi?:action=…` */
function answerAction(request: Request, response: Response, uploadUrl: string): void {
  const { ':action': action, name, version, term } = request.query
  if (isOldUpload(action)) return gone(response, `Uploads are taken at ${uploadUrl}`)
  switch (action) {
    case 'rss':
      return moved(response, '/rss/updates.xml')
    case 'packages_rss':
      return moved(response, '/rss/packages.xml')
    case 'search':
      return moved(response, `/search?q=${encodeURIComponent(oneText(term) ?? '')}`)
    case 'browse':
      return moved(response, '/search')
    case 'doap':
      return gone(response, 'DOAP descriptions are not made any more')
    case 'list_classifiers':
      response
        .set('Cache-Control', A_DAY)
        .type('text/plain')
        .send(`${listClassifiers().join('\n')}\n`)
      return
    case 'display':
    case 'files': {
      const page = projectPage(oneText(name), oneText(version))
      if (page === undefined) return answerNotFound(response)
      return moved(response, action === 'files' ? `${page}files` : page)
    }
    default:
      answerNotFound(response)
  }
}

const oneText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Only what is a name and a version becomes part of an address, so that none can be smuggled in. */
function projectPage(name: string | undefined, version: string | undefined): string | undefined {
  if (name === undefined || !isValidName(name)) return undefined
  const page = `/project/${normalizeName(name)}/`
  if (version === undefined) return page
  return parseVersion(version) === undefined ? undefined : `${page}${encodeURIComponent(version)}/`
}

function moved(response: Response, to: string): void {
  response.set('Cache-Control', A_DAY).redirect(301, to)
}

function gone(response: Response, why: string): void {
  response.status(410).type('text/plain').send(`410 ${why}\n`)
}
