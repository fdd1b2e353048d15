import type { checkUpload as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { toRefusal } from './answer-refusal.ts'
import { checkUploadsOn } from './check-gate.ts'
import { findPublished } from './find-published.ts'
import { findWarnings } from './find-warnings.ts'
import { judgeContent } from './judge-content.ts'
import { publisherOf } from './publisher.ts'
import { toUploadProblem } from './to-upload-problem.ts'
import { withContent } from './with-content.ts'

/**
 * Judges a file as an upload of it would be, for this person and at this moment, and keeps nothing
 * of it: no file, no project, and no use of what is limited.
 */
export const checkUpload: UseCase<typeof endpoint> = async (
  { query: { filename }, content },
  { deps, caller, origin },
) => {
  const publisher = publisherOf(caller, origin)
  try {
    checkUploadsOn(deps.config)
    return await withContent(deps, filename, content, async (file) => {
      const judged = await judgeContent(deps, file, publisher)
      if (judged.isHere) {
        const found = await findPublished(deps.db, filename)
        return {
          ok: true as const,
          ...found,
          newProject: false,
          newRelease: false,
          warnings: ['already-here' as const],
        }
      }
      const { inspected, place } = judged
      const { kind, version, metadata } = inspected
      return {
        ok: true as const,
        project: place.project?.name ?? inspected.name,
        version,
        kind,
        newProject: place.project === undefined,
        newRelease: place.release === undefined,
        warnings: findWarnings(metadata),
      }
    })
  } catch (error) {
    const refusal = toRefusal(error)
    if (refusal.status >= 500) throw toUploadProblem(refusal, error)
    return { ok: false, reason: refusal.reason, message: refusal.message }
  }
}
