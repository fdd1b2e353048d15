import { lazy, Suspense } from 'react'
import { useParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { AccessLists } from '../../features/people/access-lists.tsx'
import { InvitationList } from '../../features/people/invitation-list.tsx'
import { LeaveSection } from '../../features/people/leave-section.tsx'
import { PeopleList } from '../../features/people/people-list.tsx'
import { peopleQuery } from '../../features/people/queries.ts'
import { RoleWords } from '../../features/people/role-words.tsx'
import { ManagedProject } from '../../features/projects/managed-project.tsx'
import { projectQuery } from '../../features/projects/queries.ts'
import { withWords } from '../../messages/words.ts'
import { Skeleton } from '../../ui/skeleton.tsx'

// For owners alone, and below what they come to see.
const InviteForm = lazy(
  withWords(['forms', 'people', 'problems'], async () => ({
    default: (await import('../../features/people/invite-form.tsx')).InviteForm,
  })),
)

export const loader = ({ context, params: { project = '' } }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    Promise.all([
      client.query({ ...projectQuery(project), staleTime: 'static' }),
      client.query({ ...peopleQuery(project), staleTime: 'static' }),
    ]),
  )

/** Manage a project: who has a role in it, who is invited, and what else can upload. */
export function Component() {
  const t = useTranslations('people')
  const { project: name = '' } = useParams()
  return (
    <ManagedProject name={name} title={(project) => t('title', { name: project.name })}>
      {(project, role) => (
        <>
          <PeopleList project={project} role={role} />
          <InvitationList project={project} role={role} />
          {role === 'owner' ? (
            <Suspense fallback={<Skeleton lines={8} />}>
              <InviteForm project={project} />
            </Suspense>
          ) : (
            <RoleWords />
          )}
          <AccessLists project={project} />
          <LeaveSection project={project} role={role} />
        </>
      )}
    </ManagedProject>
  )
}
