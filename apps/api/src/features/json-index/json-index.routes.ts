import {
  canonicalVersion,
  isNormalizedName,
  isValidName,
  normalizeName,
  parseVersion,
} from '@wheelhouse/shared-types/python'
import { Router, type Request, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { privateIndexGate } from '../../http/private-index.ts'
import { answerNotFound, PUBLIC_CACHE, readApi, shareUnlessPrivate } from '../../http/read-api.ts'
import { projectKey } from '../../http/surrogate-keys.ts'
import { sendVariant, toVariant, type Variants } from '../../http/variants.ts'
import { admitReader } from '../projects/admit-reader.ts'
import { findJsonProject, type JsonProject } from './json-index.queries.ts'
import { renderProjectJson } from './render-project-json.ts'

const JSON_TYPE = 'application/json'

/** `/pypi/<name>/json` and `/pypi/<name>/<version>/json`: PyPI's JSON API, for mirrors and tools. */
export function createJsonIndexRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ caseSensitive: true })
  const guards = [readApi(deps.config), privateIndexGate(deps.config, identify)]
  router.all<{ name: string }>('/pypi/:name/json', ...guards, (request, response) =>
    answerJson(deps, identify, request, response),
  )
  router.all<{ name: string; version: string }>(
    '/pypi/:name/:version/json',
    ...guards,
    (request, response) => answerJson(deps, identify, request, response),
  )
  return router
}

async function answerJson(
  deps: Deps,
  identify: Identify,
  request: Request<{ name: string; version?: string }>,
  response: Response,
): Promise<void> {
  const { name, version } = request.params
  if (!isValidName(name)) return notFound(response)
  if (!isNormalizedName(name)) {
    const part = version === undefined ? '' : `/${encodeURIComponent(version)}`
    shareUnlessPrivate(response, PUBLIC_CACHE)
    return response.redirect(301, `/pypi/${normalizeName(name)}${part}/json`)
  }
  const parsed = version === undefined ? undefined : parseVersion(version)
  if (version !== undefined && parsed === undefined) return notFound(response)
  const project = await findJsonProject(deps.db, name)
  if (project === undefined || project.isQuarantined) return notFound(response)
  const { id: projectId, isPublic } = project
  if (!(await admitReader(deps, identify, request, response, { projectId, isPublic }))) {
    return notFound(response)
  }
  const variants = await readJson(deps, project, parsed && canonicalVersion(parsed))
  if (variants === undefined) return notFound(response)
  shareUnlessPrivate(response, PUBLIC_CACHE)
  response.set('X-PyPI-Last-Serial', project.serial.toString())
  if (isPublic && !deps.config.PRIVATE_INDEX) response.set('Surrogate-Key', projectKey(name))
  sendVariant(request, response, variants, JSON_TYPE, {})
}

/** Of a private project nothing is kept in memory. */
async function readJson(
  { db, config, reads }: Deps,
  project: JsonProject,
  version: string | undefined,
): Promise<Variants | undefined> {
  const filesUrl = project.isPublic ? config.FILES_URL : config.ownFilesUrl
  const render = () => renderProjectJson(db, config, project, filesUrl, version)
  if (!project.isPublic) {
    const body = await render()
    return body && { identity: toVariant(body) }
  }
  // A role changes without a new serial.
  const state = JSON.stringify([project.serial.toString(), project.roles])
  return reads.get(`json ${project.id} ${version ?? ''}`, state, render)
}

function notFound(response: Response): void {
  answerNotFound(response, { type: JSON_TYPE, text: '{"message":"Not Found"}\n' })
}
