import { deleteFile, ProblemError } from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { requireRole } from '../roles.ts'

export const fileOperations: readonly Operation[] = [
  bind(deleteFile, ({ params, query }, context) => {
    const project = requireRole(context, params.project, ['owner'], 'manage')
    const release = project.releases.find(({ files }) =>
      files.some((file) => file.filename === params.filename),
    )
    if (release === undefined) throw new ProblemError('not_found', 'There is no such file')
    if (query.confirm !== params.filename) {
      throw new ProblemError('confirmation_mismatch', 'Type the name of the file to delete it')
    }
    release.files = release.files.filter((file) => file.filename !== params.filename)
    return undefined
  }),
]
