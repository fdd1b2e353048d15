import { useParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { RecentlyDeleted } from '../../features/deletions/recently-deleted.tsx'
import { ManagedProject } from '../../features/projects/managed-project.tsx'
import { projectQuery } from '../../features/projects/queries.ts'
import { ManagedReleases } from '../../features/releases/managed-releases.tsx'
import { ProjectUpload } from '../../features/uploads/project-upload.tsx'

export const loader = ({ context, params }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    client.query({ ...projectQuery(params.project ?? ''), staleTime: 'static' }),
  )

/** Manage a project: its releases, new files for them, and what was deleted. */
export function Component() {
  const t = useTranslations('manage')
  const { project: name = '' } = useParams()
  return (
    <ManagedProject name={name} title={(project) => t('heading', { name: project.name })}>
      {(project, role) => (
        <>
          <ManagedReleases project={project} role={role} />
          <RecentlyDeleted project={project} role={role} />
          <ProjectUpload project={project} />
        </>
      )}
    </ManagedProject>
  )
}
