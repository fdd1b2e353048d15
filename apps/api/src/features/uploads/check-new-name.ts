import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import { isStandardLibraryName } from '../../packaging/standard-library.ts'
import { refuseTooManyNewProjects } from './limit-new-projects.ts'
import type { CallingPublisher } from './publisher.ts'
import { refuseSimilarName } from './refuse-similar-name.ts'
import { UploadRefusal } from './upload-refusal.ts'

/**
 * Whether somebody may make a project of this (valid) name: not too many an hour, new projects are
 * taken at all, and the name is no module of the standard library, not prohibited and not to be
 * mistaken for one that exists. Counts nothing: see `countNewProject`.
 * @throws UploadRefusal 400, 403 or 429.
 */
export async function checkNewName(
  deps: Pick<Deps, 'db' | 'limiter' | 'config' | 'secrets'>,
  name: string,
  publisher: CallingPublisher,
): Promise<void> {
  await refuseTooManyNewProjects(deps, publisher, name)
  if (!deps.config.ALLOW_NEW_PROJECTS) {
    throw new UploadRefusal(
      403,
      'new-projects-off',
      'New projects are not taken at the moment; existing ones can be uploaded to',
    )
  }
  await refuseName(deps, name)
}

/**
 * Whether a (valid) name is one that a new project may have, whoever makes it.
 * @throws UploadRefusal 400.
 */
export async function refuseName({ db }: Pick<Deps, 'db'>, name: string): Promise<void> {
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
