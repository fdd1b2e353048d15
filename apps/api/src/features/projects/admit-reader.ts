import { ProblemError } from '@wheelhouse/shared-types'
import type { Request, Response } from 'express'
import type { Deps } from '../../deps.ts'
import type { Identify } from '../../http/api-router.ts'
import type { Caller } from '../../http/caller.ts'
import { callerOf, PRIVATE_HEADERS } from '../../http/private-index.ts'
import { callerMayRead } from '../tokens/tokens.policy.ts'
import { seesPrivate } from './projects.policy.ts'

/**
 * Whether whoever asks for a page or a file may have it. Those of a private project, and all in a
 * private index, depend on the caller: their answers get headers that keep them out of every cache.
 * A refusal gets none and must be the answer for what does not exist, wrong credentials included, and
 * while the database is away too: what is in memory is refused only once the database was asked.
 */
export async function admitReader(
  deps: Pick<Deps, 'db' | 'config' | 'recent'>,
  identify: Identify,
  request: Request,
  response: Response,
  project: { projectId: string; isPublic: boolean },
): Promise<boolean> {
  const { config } = deps
  if (project.isPublic && !config.PRIVATE_INDEX) return true
  const caller = config.PRIVATE_INDEX
    ? callerOf(response)
    : await identifyQuietly(identify, request)
  if (caller.kind === 'anonymous' || !(await mayRead(deps, caller, project))) {
    await deps.db.$queryRaw`SELECT 1`
    return false
  }
  response.set(PRIVATE_HEADERS)
  response.locals.actor = { kind: caller.kind, id: caller.user.id }
  return true
}

async function mayRead(
  { db, recent }: Pick<Deps, 'db' | 'recent'>,
  caller: Exclude<Caller, { kind: 'anonymous' }>,
  { projectId, isPublic }: { projectId: string; isPublic: boolean },
): Promise<boolean> {
  if (isPublic) return callerMayRead(caller, projectId)
  const principalId = caller.user.id
  const roles = await recent(`roles ${projectId} ${principalId}`, () =>
    db.role.findMany({ where: { projectId, principalId } }),
  )
  return seesPrivate(caller, { id: projectId, roles })
}

/** Credentials that are wrong are nobody's: a refusal would tell that there is something to refuse. */
async function identifyQuietly(identify: Identify, request: Request): Promise<Caller> {
  try {
    return await identify(request)
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500) return { kind: 'anonymous' }
    throw error
  }
}
