import { pipeline } from 'node:stream/promises'
import * as endpoints from '@wheelhouse/shared-types'
import { Router, type Request, type Response } from 'express'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { readOrigin, type Identify } from '../../http/api-router.ts'
import { bind, type Binding } from '../../http/bind.ts'
import type { SessionCaller, TokenCaller } from '../../http/caller.ts'
import { forbidden, notAuthenticated } from '../../http/problems.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { kindsOf, projectKindsOf } from './event-groups.ts'
import { exportEvents, type EventExport } from './export-events.ts'
import { listEvents } from './list-events.ts'
import { listProjectEvents } from './list-project-events.ts'
import { presentEvent, presentProjectEvent } from './present-event.ts'

export const eventRoutes: readonly Binding[] = [
  bind(endpoints.listEvents, listEvents),
  bind(endpoints.listProjectEvents, listProjectEvents),
]

const OwnQuery = z.strictObject(endpoints.eventFilter)
const ProjectQuery = z.strictObject(endpoints.projectEventFilter)
const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
}

/** Histories as files. They are sent as they are read, so they are no operations of the contract. */
export function createEventExportRouter(deps: Deps, identify: Identify): Router {
  const router = Router({ strict: true, caseSensitive: true })
  const known = async (request: Request, response: Response) => {
    response.set('Cache-Control', 'no-store')
    const caller = await identify(request)
    if (caller.kind === 'anonymous') throw notAuthenticated()
    response.locals.actor = { kind: caller.kind, id: caller.user.id }
    return caller
  }

  router.get(endpoints.EVENT_EXPORT_PATH, async (request, response) => {
    const caller = await known(request, response)
    const wanted = ownEvents(deps, caller, request, response)
    await send(deps, response, wanted, 'security-history')
  })
  for (const format of ['csv', 'json'] as const) {
    const pattern = endpoints.routePattern(endpoints.PROJECT_EVENT_EXPORTS[format])
    router.get(pattern, async (request, response) => {
      const caller = await known(request, response)
      const name = String(request.params.project)
      const { wanted, project } = await projectEvents(deps, caller, name, format, request)
      await send(deps, response, wanted, `${project}-history`)
    })
  }
  return router
}

/** @throws ProblemError `forbidden` for a token: this is a person's own. */
function ownEvents(
  deps: Deps,
  caller: SessionCaller | TokenCaller,
  request: Request,
  response: Response,
): EventExport {
  if (caller.kind === 'token') throw forbidden('An API token cannot do this; sign in instead')
  const { group, ...days } = parse(OwnQuery, request)
  const here = deps.secrets.hashAddress(readOrigin(request, response).address)
  return {
    subject: { userId: caller.user.id },
    filter: { kinds: group && kindsOf(group), ...days },
    present: (event) => presentEvent(event, here),
    format: 'csv',
  }
}

/** @throws ProblemError `not_found` or `forbidden`. */
async function projectEvents(
  { db }: Deps,
  caller: SessionCaller | TokenCaller,
  name: string,
  format: 'csv' | 'json',
  request: Request,
): Promise<{ wanted: EventExport; project: string }> {
  const project = await findManaged(db, name, caller)
  refuseUnlessAllowed(project, caller, 'read-history', 'manage')
  const { group, ...days } = parse(ProjectQuery, request)
  const filter = { kinds: group && projectKindsOf(group), ...days }
  const subject = { projectId: project.id }
  const wanted = { subject, filter, present: presentProjectEvent, format }
  return { wanted, project: project.normalizedName }
}

/** @throws ProblemError `validation_failed` for a filter that is none. */
function parse<Schema extends z.ZodMiniType>(schema: Schema, request: Request): z.output<Schema> {
  const parsed = schema.safeParse({ ...request.query })
  if (!parsed.success)
    throw endpoints.validationFailed(endpoints.toFieldErrors(parsed.error, 'query'))
  return parsed.data
}

async function send(
  { db, logger }: Deps,
  response: Response,
  wanted: EventExport,
  name: string,
): Promise<void> {
  response.set({
    'Content-Type': CONTENT_TYPES[wanted.format],
    'Content-Disposition': `attachment; filename="${name}.${wanted.format}"`,
  })
  await pipeline(exportEvents(db, wanted), response).catch((error: unknown) => {
    // Whoever stopped reading needs no answer; anything else has its headers sent already.
    logger.warn({ err: error }, 'export of events broken off')
    response.destroy()
  })
}
