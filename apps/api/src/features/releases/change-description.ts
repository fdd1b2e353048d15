import {
  fieldError,
  ProblemError,
  validationFailed,
  type changeDescription as endpoint,
} from '@wheelhouse/shared-types'
import type { Deps } from '../../deps.ts'
import type { UseCase } from '../../http/bind.ts'
import { forbidden } from '../../http/problems.ts'
import {
  README_RENDERER_VERSION,
  ReadmeQueueFullError,
  type ReadmeJob,
  type ReadmeSuccess,
} from '../../readme/readme.ts'
import { refuseUnlessAllowed } from '../projects/projects.policy.ts'
import { findManaged } from '../projects/projects.queries.ts'
import { writeDescription } from './write-description.ts'

/**
 * Changes what the page of the latest release says, without a new release: its description and links.
 * What its files say is kept and can be shown again. Rendered before anything is locked.
 */
export const changeDescription: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { deps, caller } = context
  if (!deps.config.REFRESH_DESCRIPTIONS) {
    throw forbidden('In this index a description is changed by a new release only')
  }
  const project = await findManaged(deps.db, params.project, caller)
  refuseUnlessAllowed(project, caller, 'change-description', 'manage')
  const { description, contentType, links } = body
  const readme = await render(deps.readmes, { text: description, contentType })
  return writeDescription(context, params, {
    kind: 'release-described',
    write: async (tx, release, { name, latestVersion }, at, actorName) => {
      if (release.version !== latestVersion) {
        throw new ProblemError(
          'conflict',
          `The latest release of ${name} is ${latestVersion ?? 'gone'}; only its description can be changed`,
        )
      }
      const row = {
        source: description,
        contentType,
        kind: readme?.kind ?? null,
        html: readme?.html ?? null,
        rendererVersion: README_RENDERER_VERSION,
        links,
        changedAt: at,
        changedBy: actorName,
      }
      await tx.releaseDescription.upsert({
        where: { releaseId: release.id },
        create: { releaseId: release.id, ...row },
        update: row,
      })
      return true
    },
  })
}

/** @throws ProblemError for what does not render, or `unavailable` when too many wait. */
async function render(
  readmes: Deps['readmes'],
  job: ReadmeJob,
): Promise<ReadmeSuccess | undefined> {
  if (job.text.trim() === '') return undefined
  try {
    const rendered = await readmes.render(job)
    if (!('failed' in rendered)) return rendered
    throw validationFailed([
      fieldError('body/description', 'readme_invalid', `does not render: ${rendered.failed}`, {
        reason: rendered.failed,
      }),
    ])
  } catch (error) {
    if (!(error instanceof ReadmeQueueFullError)) throw error
    throw new ProblemError('unavailable', 'The server is busy; try again in a moment', {
      retryAfter: 10,
    })
  }
}
