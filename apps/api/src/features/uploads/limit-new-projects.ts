import type { Deps } from '../../deps.ts'
import type { Publisher } from './publisher.ts'
import { UploadRefusal } from './upload-refusal.ts'

type Caller = Extract<Publisher, { kind: 'caller' }>
type LimitDeps = Pick<Deps, 'limiter' | 'secrets'>

const keysOf = ({ secrets }: LimitDeps, { origin, userId }: Caller) =>
  [
    ['newProjectByAddress', secrets.hashAddress(origin.address)],
    ['newProjectByUser', userId],
  ] as const

/**
 * Looks whether an address or a user has made too many projects this hour, without counting.
 * @throws UploadRefusal 429
 */
export async function refuseTooManyNewProjects(deps: LimitDeps, publisher: Caller): Promise<void> {
  for (const [rule, key] of keysOf(deps, publisher)) refuse(await deps.limiter.peek(rule, key))
}

/**
 * Counts one new project, when all else is in order: a refused upload uses nothing up.
 * @throws UploadRefusal 429 for the one too many of several at the same moment.
 */
export async function countNewProject(deps: LimitDeps, publisher: Caller): Promise<void> {
  for (const [rule, key] of keysOf(deps, publisher)) refuse(await deps.limiter.hit(rule, key))
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
