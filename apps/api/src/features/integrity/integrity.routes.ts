import { canonicalVersion, normalizeName, parseVersion } from '@wheelhouse/shared-types/python'
import { Router, type Request, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { privateIndexGate } from '../../http/private-index.ts'
import { answerNotFound, readApi, shareUnlessPrivate } from '../../http/read-api.ts'
import { edgeLifetime, projectKey } from '../../http/surrogate-keys.ts'
import { sendVariant, toVariant, type Variants } from '../../http/variants.ts'
import { admitReader } from '../projects/admit-reader.ts'
import { findAttestedFile, readProvenance, type AttestedFile } from './integrity.queries.ts'

const OFFERS = ['application/vnd.pypi.integrity.v1+json', 'application/json']
/** A provenance never changes; it goes with its file. */
const CACHE = 'public, max-age=600'

type Params = { name: string; version: string; filename: string }

/** `/integrity/<project>/<version>/<file>/provenance` (PEP 740): who is proven to have published a file. */
export function createIntegrityRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ caseSensitive: true })
  router.all<Params>(
    '/integrity/:name/:version/:filename/provenance',
    readApi(deps.config),
    privateIndexGate(deps.config, identify),
    (request, response) => answerProvenance(deps, identify, request, response),
  )
  return router
}

async function answerProvenance(
  deps: Deps,
  identify: Identify,
  request: Request<Params>,
  response: Response,
): Promise<void> {
  const type = request.accepts(OFFERS)
  if (type === false) return notAcceptable(response)
  const name = normalizeName(request.params.name)
  const file = await findFile(deps, name, request.params)
  const variants =
    file !== undefined && (await admitReader(deps, identify, request, response, file))
      ? await readVariants(deps, file)
      : undefined
  if (file === undefined || variants === undefined) return notFound(request, response)
  shareUnlessPrivate(response, CACHE)
  if (file.isPublic && !deps.config.PRIVATE_INDEX) {
    response.set({ 'Surrogate-Key': projectKey(name), ...edgeLifetime(deps.config) })
  }
  sendVariant(request, response, variants, type, {})
}

async function findFile(
  { db }: Deps,
  name: string,
  { version, filename }: Params,
): Promise<AttestedFile | undefined> {
  const parsed = parseVersion(version)
  if (parsed === undefined) return undefined
  return findAttestedFile(db, { name, version: canonicalVersion(parsed), filename })
}

/** Of a private project nothing is kept in memory. */
async function readVariants(
  { db, reads }: Deps,
  { id, isPublic }: AttestedFile,
): Promise<Variants | undefined> {
  const read = () => readProvenance(db, id)
  if (isPublic) return reads.get(`provenance ${id}`, 'for ever', read)
  const body = await read()
  return body === undefined ? undefined : { identity: toVariant(Buffer.from(body)) }
}

/** The same for a file without attestations, one that is not there, and one that is not for the caller. */
function notFound(request: Request<Params>, response: Response): void {
  const message = `No provenance available for ${request.params.filename}`
  answerNotFound(response, { type: 'application/json', text: `${JSON.stringify({ message })}\n` })
}

function notAcceptable(response: Response): void {
  shareUnlessPrivate(response, 'public, max-age=10')
  const message = `Acceptable are ${OFFERS.join(' and ')}`
  response
    .status(406)
    .type('application/json')
    .send(`${JSON.stringify({ message })}\n`)
}
