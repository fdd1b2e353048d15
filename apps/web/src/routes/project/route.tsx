import { useQuery, type QueryClient } from '@tanstack/react-query'
import { LATEST, type Project } from '@wheelhouse/shared-types'
import { Outlet, useLocation, useParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { isMissing } from '../../api/ui-error.ts'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { InstallBox } from '../../features/projects/install-box.tsx'
import { MissingProject } from '../../features/projects/missing-project.tsx'
import { downloadsQuery, projectQuery, releaseQuery } from '../../features/projects/queries.ts'
import { ReleaseFacts } from '../../features/projects/release-facts.tsx'
import type { ShownRelease } from '../../features/projects/shown-release.ts'
import { StatusBanners } from '../../features/projects/status-banners.tsx'
import { siteQuery } from '../../features/site/queries.ts'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { RouteTabs } from '../../ui/tabs.tsx'
import styles from './project.module.css'

const PARTS = [undefined, 'files', 'releases', 'metadata'] as const

export const loader = ({ context, params }: LoaderFunctionArgs) =>
  warm(context, async (client) => {
    const { project = '', version } = params
    const known = client.getQueryData(projectQuery(project).queryKey)
    await Promise.all([
      client.query({ ...projectQuery(project), staleTime: 'static' }),
      client.query(siteQuery()),
      // Its place is in the middle of the screen, and nobody can say beforehand whether there are any.
      client.query(downloadsQuery(project)).catch(() => null),
      loadRelease(client, project, version ?? known?.latestVersion ?? LATEST),
    ])
  })

/** Where the latest release has no name yet it is asked for together with the project, which tells it. */
async function loadRelease(client: QueryClient, project: string, wanted: string): Promise<void> {
  if (wanted !== LATEST) {
    await client.query({ ...releaseQuery(project, wanted), staleTime: 'static' })
    return
  }
  // A project without releases says so itself.
  const latest = await client.query(releaseQuery(project, LATEST)).catch(() => undefined)
  if (latest === undefined) return
  client.setQueryData(releaseQuery(project, latest.version).queryKey, latest)
}

/** A project: what it is, how to install it, and its parts, each under an address of its own. */
export function Component() {
  const t = useTranslations('project')
  const { project: name = '', version } = useParams()
  const { data: project, error, refetch } = useQuery(projectQuery(name))
  if (project === undefined) {
    if (error === null) return <Loading title={name} />
    if (isMissing(error)) return <MissingProject name={name} />
    return (
      <Page title={name}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    )
  }
  if (project.status === 'quarantined') {
    return (
      <Page title={project.name}>
        <StatusBanners project={project} />
      </Page>
    )
  }
  const shown = version ?? project.latestVersion
  if (shown === null) {
    return (
      <Page title={project.name}>
        <StatusBanners project={project} />
        <EmptyState title={t('emptyTitle')}>{t('emptyBody')}</EmptyState>
      </Page>
    )
  }
  return <ShownVersion project={project} version={shown} pinned={version !== undefined} />
}

function Loading({ title }: { title: string }) {
  return (
    <Page title={title}>
      <Skeleton lines={8} />
    </Page>
  )
}

function ShownVersion(props: { project: Project; version: string; pinned: boolean }) {
  const { project, version, pinned } = props
  const t = useTranslations('project')
  const { pathname } = useLocation()
  const { data: release, error, refetch } = useQuery(releaseQuery(project.name, version))
  const { name } = project
  if (release === undefined) {
    const title = t('heading', { name, version })
    if (error === null) return <Loading title={title} />
    if (isMissing(error)) {
      return (
        <Page
          isMissing
          title={t('missingVersionTitle', { name, version })}
          lead={t('missingVersionBody')}
        >
          <p>
            <ButtonLink to={paths.projectPart('releases', name)}>{t('allReleases')}</ButtonLink>
          </p>
        </Page>
      )
    }
    return (
      <Page title={title}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    )
  }
  const heading = t('heading', { name, version: release.version })
  const last = pathname.split('/').filter(Boolean).slice(2).at(-1)
  const part = PARTS.find((known) => known === last)
  const installed = release.version === project.latestVersion && !release.yanked
  return (
    <Page
      title={heading}
      documentTitle={
        part === undefined
          ? heading
          : t('tabTitle', { tab: t(part), name, version: release.version })
      }
      lead={release.summary === '' ? undefined : <span dir="auto">{release.summary}</span>}
    >
      <StatusBanners project={project} release={release} />
      <InstallBox name={name} version={installed ? undefined : release.version} />
      <div className={styles.columns}>
        <ReleaseFacts project={project} release={release} />
        <div className={styles.main}>
          <RouteTabs
            label={t('tabs')}
            tabs={PARTS.map((known) => ({
              to: paths.projectPart(known, name, pinned ? version : undefined),
              label: t(known ?? 'readme'),
              end: true,
            }))}
          />
          <Outlet context={{ project, release } satisfies ShownRelease} />
        </div>
      </div>
    </Page>
  )
}
