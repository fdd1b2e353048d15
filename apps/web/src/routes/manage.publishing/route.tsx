import { useParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { ManagedProject } from '../../features/projects/managed-project.tsx'
import { projectQuery, releaseQuery } from '../../features/projects/queries.ts'
import { ProjectPublishing } from '../../features/publishing/project-publishing.tsx'
import { publishersQuery } from '../../features/publishing/queries.ts'
import { siteQuery } from '../../features/site/queries.ts'

export const loader = ({ context, params }: LoaderFunctionArgs) =>
  warm(context, async (client) => {
    const name = params.project ?? ''
    const loaded = Promise.all([
      client.query(siteQuery()),
      client.query({ ...publishersQuery(name), staleTime: 'static' }),
    ])
    const project = await client.query({ ...projectQuery(name), staleTime: 'static' })
    const version = project.latestVersion
    // What it links to fills the form in.
    if (version !== null) await client.query(releaseQuery(name, version))
    await loaded
  })

/** Who publishes a project from builds, and whether somebody else may. */
export function Component() {
  const t = useTranslations('publishing')
  const { project: name = '' } = useParams()
  return (
    <ManagedProject name={name} title={(project) => t('title', { name: project.name })}>
      {(project, role) => <ProjectPublishing project={project} role={role} />}
    </ManagedProject>
  )
}
