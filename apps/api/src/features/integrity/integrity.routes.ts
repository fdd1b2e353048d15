import { Router } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import { privateIndexGate } from '../../http/private-index.ts'
import { readApi, shareUnlessPrivate } from '../../http/read-api.ts'

const OFFERS = ['application/vnd.pypi.integrity.v1+json', 'application/json']

/**
 * `/integrity/<project>/<version>/<file>/provenance` (PEP 740). No file has attestations: all, there
 * or not, get the same answer, which PyPI gives for a file without.
 */
export function createIntegrityRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ caseSensitive: true })
  router.all<{ filename: string }>(
    '/integrity/:name/:version/:filename/provenance',
    readApi(deps.config),
    privateIndexGate(deps.config, identify),
    (request, response) => {
      shareUnlessPrivate(response, 'public, max-age=10')
      const accepted = request.accepts(OFFERS) !== false
      const message = accepted
        ? `No provenance available for ${request.params.filename}`
        : `Acceptable are ${OFFERS.join(' and ')}`
      response
        .status(accepted ? 404 : 406)
        .type('application/json')
        .send(`${JSON.stringify({ message })}\n`)
    },
  )
  return router
}
