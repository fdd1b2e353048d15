import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  fillPath,
  PROJECT_EVENT_EXPORTS,
  PROJECT_EVENT_GROUPS,
  type Project,
} from '@wheelhouse/shared-types'
import { useParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { queryString } from '../../api/client.ts'
import { warm } from '../../api/warm.ts'
import { HistoryFilterBar } from '../../features/history/history-filter.tsx'
import { HistoryList, useHistoryFilter } from '../../features/history/history-list.tsx'
import styles from '../../features/history/history.module.css'
import { projectEventsQuery } from '../../features/history/queries.ts'
import { ManagedProject } from '../../features/projects/managed-project.tsx'
import { projectQuery } from '../../features/projects/queries.ts'

export const loader = ({ context, params }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    client.query({ ...projectQuery(params.project ?? ''), staleTime: 'static' }),
  )

/** What was done in a project, when and by whom. */
export function Component() {
  const t = useTranslations('history.project')
  const { project: name = '' } = useParams()
  return (
    <ManagedProject name={name} title={(project) => t('title', { name: project.name })}>
      {(project) => <History project={project} />}
    </ManagedProject>
  )
}

function History({ project: { name, normalizedName: project } }: { project: Project }) {
  const t = useTranslations('history')
  const { filter, asked, cursor, query, setFilter } = useHistoryFilter(PROJECT_EVENT_GROUPS)
  const events = useQuery({
    ...projectEventsQuery(project, query),
    placeholderData: keepPreviousData,
  })
  const file = (format: 'csv' | 'json') =>
    fillPath(PROJECT_EVENT_EXPORTS[format], { project }) + queryString(asked)
  return (
    <>
      <HistoryFilterBar
        filter={filter}
        groups={PROJECT_EVENT_GROUPS.map((value) => ({
          value,
          label: t(`project.groups.${value}`),
        }))}
        onChange={setFilter}
      />
      <div className={styles.actions}>
        <a href={file('csv')} download>
          {t('export')}
        </a>
        <a href={file('json')} download>
          {t('project.exportJson')}
        </a>
      </div>
      <HistoryList
        events={events}
        caption={t('project.title', { name })}
        asked={asked}
        cursor={cursor}
        shared
      />
    </>
  )
}
