import type {
  checkGithubPublisher as endpoint,
  GithubLookup,
  LookupResult,
} from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { refuseWhenLimited } from '../../http/problems.ts'
import { lookUpOwner, lookUpRepository } from './github.ts'

const NOT_ASKED = { result: 'unknown', trouble: null } as const

/** Looks on GitHub for what somebody types. What is not there for strangers is a warning to them, no more. */
export const checkGithubPublisher: UseCase<typeof endpoint> = async (
  { query },
  { deps, caller },
): Promise<GithubLookup> => {
  refuseWhenLimited(await deps.limiter.hit('githubLookupByUser', caller.user.id))
  const { owner, repository, workflow } = query
  const found = await lookUpOwner(deps, owner)
  const place =
    repository === undefined ? NOT_ASKED : await below(found, () => ({ owner, repository }))
  const file =
    repository === undefined || workflow === undefined
      ? NOT_ASKED
      : await below(place, () => ({ owner, repository, workflow }))
  const troubles = [found.result === 'unknown' ? found.trouble : null, place.trouble, file.trouble]
  return {
    owner: found.result,
    ownerId: found.result === 'found' ? found.id : null,
    repository: place.result,
    workflow: file.result,
    trouble: troubles.find((trouble) => trouble !== null) ?? null,
  }

  /** What lies in something that is not there is not there either, and is not asked for. */
  async function below(
    above: { result: LookupResult },
    what: () => Parameters<typeof lookUpRepository>[1],
  ) {
    return above.result === 'found'
      ? lookUpRepository(deps, what())
      : { result: above.result, trouble: null }
  }
}
