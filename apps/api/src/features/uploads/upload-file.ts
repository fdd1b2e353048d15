import type { uploadFile as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { toRefusal } from './answer-refusal.ts'
import { checkUploadsOn } from './check-gate.ts'
import { findPublished } from './find-published.ts'
import { judgeContent } from './judge-content.ts'
import { countNewProject } from './limit-new-projects.ts'
import { publishDistribution } from './publish-distribution.ts'
import { publisherOf } from './publisher.ts'
import { toUploadProblem } from './to-upload-problem.ts'
import { withContent } from './with-content.ts'

/**
 * Publishes a file that a browser or a program sends as it is: what `/legacy/` does, without a form.
 * @throws ProblemError `upload_refused` with the reason; nothing stays then.
 */
export const uploadFile: UseCase<typeof endpoint> = async (
  { query: { filename }, content },
  { deps, caller, origin },
) => {
  const { uploads } = deps.metrics
  const publisher = publisherOf(caller, origin)
  uploads.attempted()
  try {
    checkUploadsOn(deps.config)
    const result = await withContent(deps, filename, content, async (file) => {
      uploads.received(file.size)
      const judged = await judgeContent(deps, file, publisher)
      if (judged.isHere) {
        const { project, version } = await findPublished(deps.db, filename)
        return { project, version, filename, outcome: 'unchanged' as const }
      }
      const { inspected, readme, place } = judged
      if (place.project === undefined) await countNewProject(deps, publisher, inspected.name)
      const { outcome } = await publishDistribution(deps, { file, inspected, readme, publisher })
      return { project: inspected.name, version: inspected.version, filename, outcome }
    })
    uploads.accepted(result.outcome)
    return result
  } catch (error) {
    const refusal = toRefusal(error)
    uploads.refused(refusal.reason)
    throw toUploadProblem(refusal, error)
  }
}
