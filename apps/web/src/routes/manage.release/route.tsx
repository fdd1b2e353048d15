import { useParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { ManagedProject } from '../../features/projects/managed-project.tsx'
import { projectQuery, releaseQuery } from '../../features/projects/queries.ts'
import { ManagedRelease } from '../../features/releases/managed-release.tsx'
import { paths } from '../../paths.ts'

export const loader = ({ context, params: { project = '', version = '' } }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    Promise.all([
      client.query({ ...projectQuery(project), staleTime: 'static' }),
      client.query({ ...releaseQuery(project, version), staleTime: 'static' }),
    ]),
  )

/** Manage one release: its files, its yank, its end. */
export function Component() {
  const t = useTranslations('manage')
  const { project: name = '', version = '' } = useParams()
  return (
    <ManagedProject
      name={name}
      title={(project) => t('filesOf', { name: project.name, version })}
      back={{ to: paths.manageProject(name), label: t('backToProject', { name }) }}
    >
      {(project, role) => <ManagedRelease project={project} version={version} role={role} />}
    </ManagedProject>
  )
}
