import type { Db } from '../../infra/db/database.ts'

export type PublishedFile = {
  readonly project: string
  readonly version: string
  readonly kind: 'wheel' | 'sdist'
}

/** What a file that is in the index belongs to. @throws Error when there is none of this name. */
export async function findPublished(db: Db, filename: string): Promise<PublishedFile> {
  const file = await db.file.findUniqueOrThrow({
    where: { filename },
    select: {
      kind: true,
      project: { select: { name: true } },
      release: { select: { version: true } },
    },
  })
  return { project: file.project.name, version: file.release.version, kind: file.kind }
}
