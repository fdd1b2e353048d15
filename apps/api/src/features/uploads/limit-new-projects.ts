import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import { ownerOfNew, type CallingPublisher } from './publisher.ts'
import { UploadRefusal } from './upload-refusal.ts'

type LimitDeps = Pick<Deps, 'limiter' | 'secrets'>

/** A trusted publisher comes from an address that it shares with many; its owner is counted. */
function keysOf({ secrets }: LimitDeps, publisher: CallingPublisher, name: string) {
  const byAddress = ['newProjectByAddress', secrets.hashAddress(publisher.origin.address)] as const
  const owner = ownerOfNew(publisher, normalizeName(name))
  return [
    ...(publisher.caller.kind === 'publisher' ? [] : [byAddress]),
    ...(owner === null ? [] : [['newProjectByUser', owner] as const]),
  ]
}

/**
 * Looks whether an address or a user has made too many projects this hour, without counting.
 * @throws UploadRefusal 429
 */
export async function refuseTooManyNewProjects(
  deps: LimitDeps,
  publisher: CallingPublisher,
  name: string,
): Promise<void> {
  for (const [rule, key] of keysOf(deps, publisher, name))
    refuse(await deps.limiter.peek(rule, key))
}

/**
 * Counts one new project, when all else is in order: a refused upload uses nothing up.
 * @throws UploadRefusal 429 for the one too many of several at the same moment.
 */
export async function countNewProject(
  deps: LimitDeps,
  publisher: CallingPublisher,
  name: string,
): Promise<void> {
  for (const [rule, key] of keysOf(deps, publisher, name)) refuse(await deps.limiter.hit(rule, key))
}

function refuse(retryAfter: number | undefined): void {
  if (retryAfter === undefined) return
  throw new UploadRefusal(
    429,
    'too-many-new-projects',
    `Too many new projects. Try again in ${retryAfter} seconds.`,
    retryAfter,
  )
}
