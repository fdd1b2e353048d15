import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Project, ProjectRole } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useOwnersText } from '../projects/managed-project.tsx'
import { DeletionList } from './deletion-list.tsx'
import { deletedProjectsQuery, deletionsQuery } from './queries.ts'

/** What was deleted in a project and can be brought back. */
export function RecentlyDeleted({ project, role }: { project: Project; role: ProjectRole }) {
  const t = useTranslations('deleting')
  const owners = useOwnersText(project)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    deletionsQuery(project.name),
  )
  if (error !== null && data === undefined) {
    return <ErrorState error={error} onRetry={() => void refetch()} />
  }
  return (
    <DeletionList
      title={t('recent')}
      lead={t('recentLead')}
      deletions={data?.pages.flatMap(({ items }) => items) ?? []}
      disabledReason={
        role === 'owner'
          ? project.status === 'quarantined'
            ? t('project.quarantined')
            : undefined
          : t('onlyOwners', { owners })
      }
    >
      {hasNextPage && (
        <p>
          <Button pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('more')}
          </Button>
        </p>
      )}
    </DeletionList>
  )
}

/** Deleted projects of the signed-in person. A list that cannot be had is told; the page goes on. */
export function DeletedProjects() {
  const t = useTranslations('deleting')
  const { data, error, refetch } = useQuery(deletedProjectsQuery())
  if (error !== null && data === undefined) {
    return <ErrorState error={error} onRetry={() => void refetch()} />
  }
  return (
    <DeletionList
      title={t('recentProjects')}
      lead={t('recentProjectsLead')}
      deletions={data ?? []}
    />
  )
}
