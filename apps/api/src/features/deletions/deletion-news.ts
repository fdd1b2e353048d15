import type { Deletion } from '@wheelhouse/database'
import type { Config } from '../../config.ts'
import type { ProjectNews } from '../projects/mail-people.ts'

type Project = { name: string; normalizedName: string }

/** A moment as mails say it: `2026-12-04 10:30 UTC`. */
const momentOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

const filesIn = (count: number): string => (count === 1 ? 'its one file' : `its ${count} files`)

/** What was deleted, in words: "the file x.whl of shop", "shop 1.0". */
function nameOf({ kind, target }: Pick<Deletion, 'kind' | 'target'>, { name }: Project): string {
  switch (kind) {
    case 'file':
      return `the file ${target} of ${name}`
    case 'release':
      return `the release ${name} ${target}`
    case 'project':
      return `the project ${name}`
  }
}

/** What people hear of a deletion: what is gone, how long it can be brought back, and where. */
export function deletionNews(
  config: Config,
  project: Project,
  deletion: Deletion,
  fileCount: number,
): ProjectNews {
  const { kind, actorName, undoUntil, endedAt } = deletion
  const what = nameOf(deletion, project)
  const withFiles = kind === 'file' ? '' : ` with ${filesIn(fileCount)}`
  const page = kind === 'project' ? '' : `/${project.normalizedName}`
  const after =
    kind === 'project'
      ? 'After that it is gone for good, and its name is free for anybody.'
      : 'After that it is gone for good.'
  return {
    subject: `Deleted: ${what.replace('the ', '')}`,
    what: [
      `${actorName} deleted ${what}${withFiles}. Nobody can install it any more, and no other file can ever have the name of one that was deleted.`,
      endedAt === null
        ? `An owner can bring it back until ${momentOf(undoUntil)}: ${config.PUBLIC_URL}/account/projects${page}. ${after}`
        : 'This index keeps nothing that could be brought back.',
      'If nobody of you meant this, change the password of the account that did it, and look at its API tokens.',
    ],
    ...(kind === 'project' ? { hasHistory: false } : {}),
  }
}

/** What people hear when a deletion is undone. */
export function undoNews(
  project: Project,
  deletion: Pick<Deletion, 'kind' | 'target'>,
  actorName: string,
  fileCount: number,
): ProjectNews {
  const what = nameOf(deletion, project)
  const withFiles = deletion.kind === 'file' ? '' : ` with ${filesIn(fileCount)}`
  return {
    subject: `Back again: ${what.replace('the ', '')}`,
    what: [`${actorName} brought ${what} back${withFiles}. It can be installed again.`],
  }
}
