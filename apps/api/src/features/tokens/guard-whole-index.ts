import type { RequestHandler } from 'express'
import type { Config } from '../../config.ts'
import type { Identify } from '../../http/api-router.ts'
import { callerOf, privateIndexGate } from '../../http/private-index.ts'
import { callerMayRead } from './tokens.policy.ts'

/**
 * For lists of all projects. In a private index they are for people who are signed in and for tokens
 * that read all of it: one that is limited to some projects does not see the names of the others.
 */
export function guardWholeIndex(
  config: Pick<Config, 'PRIVATE_INDEX'>,
  identify: Identify,
): RequestHandler[] {
  if (!config.PRIVATE_INDEX) return []
  const refuseLimited: RequestHandler = (_request, response, next) => {
    if (callerMayRead(callerOf(response), undefined)) return next()
    response
      .status(403)
      .type('text/plain')
      .send('403 This API token reads some projects only; ask for each by its name\n')
  }
  return [privateIndexGate(config, identify), refuseLimited]
}
