import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import { isStandardLibraryName } from '../../packaging/standard-library.ts'
import { refuseTooManyNewProjects } from './limit-new-projects.ts'
import type { Publisher } from './publisher.ts'
import { refuseSimilarName } from './refuse-similar-name.ts'
import { UploadRefusal } from './upload-refusal.ts'

type Caller = Extract<Publisher, { kind: 'caller' }>

/**
 * Whether somebody may make a project of this (valid) name: not too many an hour, new projects are
 * taken at all, and the name is no module of the standard library, not prohibited and not to be
 * mistaken for one that exists. Counts nothing: see `countNewProject`.
 * @throws UploadRefusal 400, 403 or 429.
 */
export async function checkNewName(
  deps: Pick<Deps, 'db' | 'limiter' | 'config' | 'secrets'>,
  name: string,
  publisher: Caller,
): Promise<void> {
  const { db, config } = deps
  await refuseTooManyNewProjects(deps, publisher)
  if (!config.ALLOW_NEW_PROJECTS) {
    throw new UploadRefusal(
      403,
      'new-projects-off',
      'New projects are not taken at the moment; existing ones can be uploaded to',
    )
  }
  const refuse = (reason: string, why: string): never => {
    throw new UploadRefusal(400, reason, `The name '${name}' isn't allowed: ${why}.`)
  }
  if (isStandardLibraryName(name)) {
    refuse('name-standard-library', 'it is the name of a module in the Python standard library')
  }
  const prohibited = await db.prohibitedName.findUnique({
    where: { normalizedName: normalizeName(name) },
  })
  if (prohibited !== null) refuse('name-prohibited', 'it is prohibited by the operator')
  await refuseSimilarName(db, name)
}
