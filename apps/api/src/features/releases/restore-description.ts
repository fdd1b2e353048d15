import type { restoreDescription as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { writeDescription } from './write-description.ts'

/** Takes back what was changed after a release: its page says again what its files say. */
export const restoreDescription: UseCase<typeof endpoint> = ({ params }, context) =>
  writeDescription(context, params, {
    kind: 'release-description-restored',
    write: async (tx, release) => {
      const { count } = await tx.releaseDescription.deleteMany({ where: { releaseId: release.id } })
      return count > 0
    },
  })
