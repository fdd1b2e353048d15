import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { deleteFile } from './delete-file.ts'
import { deleteProject } from './delete-project.ts'
import { deleteRelease } from './delete-release.ts'
import { getFileDeletion } from './get-file-deletion.ts'
import { getProjectDeletion } from './get-project-deletion.ts'
import { getReleaseDeletion } from './get-release-deletion.ts'
import { listDeletedProjects } from './list-deleted-projects.ts'
import { listDeletions } from './list-deletions.ts'
import { undoDeletion } from './undo-deletion.ts'

export const deletionRoutes: readonly Binding[] = [
  bind(endpoints.getFileDeletion, getFileDeletion),
  bind(endpoints.deleteFile, deleteFile),
  bind(endpoints.getReleaseDeletion, getReleaseDeletion),
  bind(endpoints.deleteRelease, deleteRelease),
  bind(endpoints.getProjectDeletion, getProjectDeletion),
  bind(endpoints.deleteProject, deleteProject),
  bind(endpoints.listDeletions, listDeletions),
  bind(endpoints.listDeletedProjects, listDeletedProjects),
  bind(endpoints.undoDeletion, undoDeletion),
]
