import { isValidName, ultraNormalizeName } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import { isStandardLibraryName } from '../../packaging/standard-library.ts'
import type { Publisher } from './publisher.ts'
import { UploadRefusal } from './upload-refusal.ts'

/**
 * Whether a project of this name may be made: not a module of the standard library, not prohibited,
 * not to be mistaken for one that exists; and not too many an hour. Imports are exempt.
 * @throws UploadRefusal 400 or 429.
 */
export async function checkNewName(
  { db, limiter }: Pick<Deps, 'db' | 'limiter'>,
  name: string,
  normalizedName: string,
  publisher: Publisher,
): Promise<void> {
  const existing = await db.project.findUnique({ where: { normalizedName }, select: { id: true } })
  if (existing !== null || publisher.kind === 'import') return
  const refuse = (reason: string, why: string): never => {
    throw new UploadRefusal(400, reason, `The name '${name}' isn't allowed: ${why}.`)
  }
  if (!isValidName(name)) {
    refuse('name-invalid', 'use letters, digits, dots, hyphens and underscores')
  }
  if (isStandardLibraryName(name)) {
    refuse('name-standard-library', 'it is the name of a module in the Python standard library')
  }
  const [prohibited, similar] = await Promise.all([
    db.prohibitedName.findUnique({ where: { normalizedName } }),
    db.project.findFirst({
      where: { foldedName: ultraNormalizeName(name), visibility: 'public' },
      select: { name: true },
    }),
  ])
  if (prohibited !== null) refuse('name-prohibited', 'it is prohibited by the operator')
  if (similar !== null) {
    refuse('name-too-similar', `it is too similar to the existing project '${similar.name}'`)
  }
  const retryAfter = await limiter.hit('newProjectByUser', publisher.userId)
  if (retryAfter !== undefined) {
    throw new UploadRefusal(
      429,
      'too-many-new-projects',
      `Too many new projects. Try again in ${retryAfter} seconds.`,
      retryAfter,
    )
  }
}
