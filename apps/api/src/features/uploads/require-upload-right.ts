import type { Config } from '../../config.ts'
import type { Db, Tx } from '../../infra/db/database.ts'
import { followAdoptedGrants } from '../tokens/follow-adopted-grants.ts'
import type { PlacedProject } from './find-place.ts'
import type { Publisher } from './publisher.ts'
import { checkUploadRight } from './uploads.policy.ts'

/**
 * `checkUploadRight` for a token that may have been read before the project was made: of several
 * first uploads at once with a token for this new name, all are good.
 * @throws UploadRefusal 403
 */
export async function requireUploadRight(
  db: Db | Tx,
  config: Pick<Config, 'REQUIRE_TWO_FACTOR'>,
  project: PlacedProject | undefined,
  publisher: Publisher,
  normalizedName: string,
): Promise<void> {
  if (project === undefined || publisher.kind === 'import' || publisher.caller.kind !== 'token') {
    return checkUploadRight(project, publisher, config, normalizedName)
  }
  const caller = await followAdoptedGrants(db, publisher.caller, project)
  checkUploadRight(project, { ...publisher, caller }, config, normalizedName)
}
