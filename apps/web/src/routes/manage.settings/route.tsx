import type { Project, ProjectRole } from '@wheelhouse/shared-types'
import { useParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { DeleteProject } from '../../features/projects/delete-project.tsx'
import { ManagedProject, useOwnersText } from '../../features/projects/managed-project.tsx'
import { projectQuery } from '../../features/projects/queries.ts'
import { DescriptionSection } from '../../features/settings/description-section.tsx'
import { HealthSection } from '../../features/settings/health-section.tsx'
import { LimitsSection } from '../../features/settings/limits-section.tsx'
import { StatusSection } from '../../features/settings/status-section.tsx'
import { TransferSection } from '../../features/settings/transfer-section.tsx'
import { VisibilitySection } from '../../features/settings/visibility-section.tsx'
import { Callout } from '../../ui/callout.tsx'

export const loader = ({ context, params }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    client.query({ ...projectQuery(params.project ?? ''), staleTime: 'static' }),
  )

/** The settings of a project, each part with an address of its own. */
export function Component() {
  const t = useTranslations('settings')
  const { project: name = '' } = useParams()
  return (
    <ManagedProject name={name} title={(project) => t('title', { name: project.name })}>
      {(project, role) => <Parts project={project} role={role} />}
    </ManagedProject>
  )
}

function Parts({ project, role }: { project: Project; role: ProjectRole }) {
  const t = useTranslations('settings')
  const owners = useOwnersText(project)
  const isHeld = project.status === 'quarantined'
  return (
    <>
      {isHeld && (
        <Callout tone="warning" title={t('heldTitle')}>
          {t('held')}
        </Callout>
      )}
      {role !== 'owner' && (
        <Callout title={t('ownersTitle')}>{t('ownersBody', { owners })}</Callout>
      )}
      <HealthSection project={project} />
      {role === 'owner' && !isHeld && (
        <>
          {/* Begun anew when the project changed: the fields show what is. */}
          <StatusSection key={stateOf(project)} project={project} />
          <VisibilitySection project={project} />
          <TransferSection project={project} />
        </>
      )}
      {!isHeld && <DescriptionSection project={project} />}
      <LimitsSection project={project} />
      <DeleteProject project={project} role={role} />
    </>
  )
}

const stateOf = ({ status, statusReason, replacement }: Project) =>
  `${status} ${statusReason} ${replacement?.name}`
