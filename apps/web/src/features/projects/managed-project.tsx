import { useQuery } from '@tanstack/react-query'
import type { Project, ProjectRole } from '@wheelhouse/shared-types'
import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { isMissing } from '../../api/ui-error.ts'
import { Page } from '../../components/layout/page.tsx'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { RouteTabs } from '../../ui/tabs.tsx'
import { MANAGE_PAGES } from './manage-pages.ts'
import styles from './managed-project.module.css'
import { MissingProject } from './missing-project.tsx'
import { projectQuery } from './queries.ts'
import { StatusBanners } from './status-banners.tsx'
import { ownersOf, useOwnRole } from './use-own-role.ts'

/**
 * The frame of the screens that manage a project: who may be here, and what is said to those who
 * may not. `title` is the heading once the project is there; `back` leads one step up: without it, to
 * the own projects.
 */
export function ManagedProject(props: {
  name: string
  title: (project: Project) => string
  back?: { to: string; label: string }
  children: (project: Project, role: ProjectRole) => ReactNode
}) {
  const { data: project, error, refetch } = useQuery(projectQuery(props.name))
  if (project !== undefined) return <Permitted {...props} project={project} />
  if (isMissing(error)) return <MissingProject name={props.name} />
  return (
    <Page title={props.name}>
      {error === null ? (
        <Skeleton lines={8} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  )
}

function Permitted(props: Parameters<typeof ManagedProject>[0] & { project: Project }) {
  const { project, title, children } = props
  const t = useTranslations('manage')
  const { back = { to: paths.ownProjects(), label: t('back') } } = props
  const owners = useOwnersText(project)
  const role = useOwnRole(project)
  const { name } = project
  if (role === undefined) {
    return (
      <Page title={name}>
        <Callout tone="warning" title={t('forbiddenTitle', { name })}>
          {t('forbidden', { owners })}
        </Callout>
        <p>
          <Link to={paths.project(name)}>{t('publicPage')}</Link>
        </p>
      </Page>
    )
  }
  return (
    <Page title={title(project)} lead={t(`youAre_${role}`)}>
      <nav className={styles.ways} aria-label={title(project)}>
        <Link to={back.to}>{back.label}</Link>
        <Link to={paths.project(name)}>{t('publicPage')}</Link>
      </nav>
      <StatusBanners project={project} />
      <RouteTabs
        label={t('pagesOf', { name })}
        tabs={MANAGE_PAGES.map(({ key, to }) => ({
          to: to(name),
          label: t(`pages.${key}`),
          end: key === 'releases',
        }))}
      />
      {children(project, role)}
    </Page>
  )
}

/** The owners in words: "ann, bob and cem". */
export function useOwnersText(project: Project): string {
  const t = useTranslations('manage')
  const format = useFormatter()
  const owners = ownersOf(project)
  return owners.length === 0 ? t('nobody') : format.list(owners)
}
