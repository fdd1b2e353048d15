import { useQuery } from '@tanstack/react-query'
import type { OwnProject } from '@wheelhouse/shared-types'
import { memo, useCallback, useDeferredValue } from 'react'
import { type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { OwnInvitations } from '../../features/people/own-invitations.tsx'
import { DeletedProjects } from '../../features/deletions/recently-deleted.tsx'
import { pickOwnProjects, SORTS, type Sort } from '../../features/projects/own-projects.ts'
import { ownProjectsQuery } from '../../features/projects/queries.ts'
import { UploadGuide } from '../../features/projects/upload-guide.tsx'
import { useAddressState } from '../../lib/use-address-state.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { RelativeTime } from '../../ui/facts.tsx'
import { FirstRows } from '../../ui/first-rows.tsx'
import { Link } from '../../ui/link.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './projects.module.css'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query({ ...ownProjectsQuery(), staleTime: 'static' }))

/** The signed-in person's projects; without one, the way to the first upload. */
export function Component() {
  const t = useTranslations('manage')
  const { data: projects, error, refetch } = useQuery(ownProjectsQuery())
  return (
    <Page title={t('title')}>
      <OwnInvitations />
      <p>
        <ButtonLink variant="primary" to={paths.upload()}>
          {t('uploadFiles')}
        </ButtonLink>
      </p>
      {projects === undefined ? (
        error === null ? (
          <Skeleton lines={8} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : projects.length === 0 ? (
        <>
          <EmptyState title={t('emptyTitle')}>{t('emptyBody')}</EmptyState>
          <UploadGuide />
        </>
      ) : (
        <Projects projects={projects} />
      )}
      <DeletedProjects />
    </Page>
  )
}

function Projects({ projects }: { projects: readonly OwnProject[] }) {
  const t = useTranslations('manage')
  const [search, setSearch] = useAddressState()
  const words = search.get('q') ?? ''
  const sort = SORTS.find((known) => known === search.get('sort')) ?? 'name'
  const show = (q: string, by: Sort) =>
    setSearch({ ...(q !== '' && { q }), ...(by !== 'name' && { sort: by }) })
  const sorted = useDeferredValue(sort)
  return (
    <>
      <div className={styles.filters}>
        <TextField
          label={t('search')}
          type="search"
          value={words}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => show(target.value, sort)}
        />
        <Select
          label={t('sort')}
          value={sort}
          options={[
            { value: 'name', label: t('sortName') },
            { value: 'updated', label: t('sortUpdated') },
          ]}
          onChange={({ target }) => show(words, target.value as Sort)}
        />
      </div>
      <Found
        projects={projects}
        words={useDeferredValue(words)}
        sort={sorted}
        clear={useCallback(
          () => setSearch(sorted === 'name' ? {} : { sort: sorted }),
          [setSearch, sorted],
        )}
      />
    </>
  )
}

/** Kept while somebody types or chooses: it follows when there is time. */
const Found = memo(function Found(props: {
  projects: readonly OwnProject[]
  words: string
  sort: Sort
  clear: () => void
}) {
  const { projects, words, sort, clear } = props
  const t = useTranslations('manage')
  const shown = pickOwnProjects(projects, words, sort)
  return (
    <>
      <output className={styles.count}>{t('count', { shown: shown.length })}</output>
      <FirstRows
        rows={shown}
        none={
          <EmptyState title={t('none')} action={<Button onClick={clear}>{t('clear')}</Button>} />
        }
      >
        {(rows) => (
          <ul className={styles.list} aria-label={t('title')}>
            {rows.map((project) => (
              <Row key={project.normalizedName} project={project} />
            ))}
          </ul>
        )}
      </FirstRows>
    </>
  )
})

const Row = memo(function Row({ project }: { project: OwnProject }) {
  const t = useTranslations('manage')
  const tProject = useTranslations('project')
  const { name, summary, latestVersion, role, status, releaseCount, updatedAt } = project
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <p className={styles.head}>
          <Link to={paths.manageProject(name)} className={styles.name ?? ''}>
            {name}
          </Link>
          {latestVersion !== null && <span className={styles.version}>{latestVersion}</span>}
          <Badge tone={role === 'owner' ? 'info' : 'neutral'}>{tProject(`role_${role}`)}</Badge>
          {status !== 'active' && <Badge tone="warning">{tProject(`status_${status}`)}</Badge>}
        </p>
        {summary !== '' && (
          <p className={styles.summary} dir="auto">
            {summary}
          </p>
        )}
        <p className={styles.summary}>
          {t('releaseCount', { count: releaseCount })} · <RelativeTime at={updatedAt} />
        </p>
      </div>
      <div className={styles.actions}>
        <ButtonLink
          size="small"
          variant="quiet"
          to={paths.project(name)}
          aria-label={t('viewNamed', { name })}
        >
          {t('view')}
        </ButtonLink>
        <ButtonLink
          size="small"
          to={paths.manageProject(name)}
          aria-label={t('manageNamed', { name })}
        >
          {t('manage')}
        </ButtonLink>
      </div>
    </li>
  )
})
