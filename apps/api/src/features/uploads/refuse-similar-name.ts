import { normalizeName, ultraNormalizeName } from '@wheelhouse/shared-types/python'
import type { Db, Tx } from '../../infra/db/database.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** @throws UploadRefusal when another public project's name could be mistaken for this one. */
export async function refuseSimilarName(db: Db | Tx, name: string): Promise<void> {
  const similar = await db.project.findFirst({
    where: {
      foldedName: ultraNormalizeName(name),
      // Made a moment ago, the project itself is no look-alike: who may upload to it is asked later.
      normalizedName: { not: normalizeName(name) },
      visibility: 'public',
    },
    select: { name: true },
  })
  if (similar === null) return
  throw new UploadRefusal(
    400,
    'name-too-similar',
    `The name '${name}' isn't allowed: it is too similar to the existing project '${similar.name}'.`,
  )
}

/**
 * As `refuseSimilarName`, with every look-alike held off until the transaction ends: of several that
 * are made at once, one is.
 */
export async function claimName(tx: Tx, name: string): Promise<void> {
  const folded = ultraNormalizeName(name)
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${folded}, 0))`
  await refuseSimilarName(tx, name)
}
