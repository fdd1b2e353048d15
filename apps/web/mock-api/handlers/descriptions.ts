import {
  changeDescription,
  getDescription,
  ProblemError,
  restoreDescription,
  type DescriptionType,
  type ReleaseDescription,
} from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import type { Context } from '../context.ts'
import type { ProjectRow, ReleaseRow } from '../db.ts'
import { mailPeople } from '../mail-people.ts'
import { findRelease, latestRelease } from '../present.ts'
import { requireRole } from '../roles.ts'

export const descriptionOperations: readonly Operation[] = [
  bind(getDescription, ({ params }, context) => present(find(context, params).release)),

  bind(changeDescription, ({ params, body }, context) => {
    const { project, release } = find(context, params)
    if (latestRelease(project) !== release) {
      throw new ProblemError(
        'conflict',
        'Only the description of the latest release can be changed',
      )
    }
    const { readme, projectUrls } = release
    const by = context.account?.username ?? ''
    const source = release.source && { source: release.source }
    release.changed = { ...(release.changed ?? { readme, projectUrls, ...source }), by }
    release.describedAt = context.db.now().toISOString()
    const { description, contentType } = body
    release.source = { description, contentType }
    release.projectUrls = body.links
    release.readme =
      description.trim() === '' ? null : { kind: KINDS[contentType], html: toHtml(description) }
    tellOwners(context, project, release)
    return present(release)
  }),

  bind(restoreDescription, ({ params }, context) => {
    const { project, release } = find(context, params)
    if (release.changed === undefined) return present(release)
    const { by: _, ...own } = release.changed
    delete release.changed
    delete release.source
    Object.assign(release, own, { describedAt: null })
    tellOwners(context, project, release)
    return present(release)
  }),
]

const KINDS: Record<DescriptionType, 'markdown' | 'rst' | 'plain'> = {
  'text/markdown': 'markdown',
  'text/x-rst': 'rst',
  'text/plain': 'plain',
}
const TYPES = Object.entries(KINDS) as [DescriptionType, string][]

function find(
  context: Context,
  params: { project: string; version: string },
): { project: ProjectRow; release: ReleaseRow } {
  const project = requireRole(context, params.project, ['owner', 'maintainer'], 'manage')
  const release = findRelease(project, params.version)
  if (release === undefined) throw new ProblemError('not_found', 'There is no such release')
  return { project, release }
}

function present(release: ReleaseRow): ReleaseDescription {
  const { version, readme, projectUrls, describedAt, source, changed } = release
  const type = TYPES.find(([, kind]) => kind === readme?.kind)?.[0]
  return {
    version,
    description: source?.description ?? textOf(readme?.html ?? ''),
    contentType: source?.contentType ?? type ?? 'text/x-rst',
    links: projectUrls,
    changed:
      describedAt === null || changed === undefined ? null : { at: describedAt, by: changed.by },
  }
}

function tellOwners({ db }: Context, project: ProjectRow, { version }: ReleaseRow): void {
  const owners = project.people.filter(({ role }) => role === 'owner')
  const subject = `The description of ${project.name} ${version} was changed`
  mailPeople(
    db,
    owners.map(({ accountId }) => accountId),
    subject,
  )
}

/** The text as it is: rendering belongs to the API. */
function toHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<pre>${escaped}</pre>`
}

/** What the seed's READMEs say; it has no sources. */
const textOf = (html: string): string => html.replace(/<[^>]*>/g, '').trim()
