import { useQuery } from '@tanstack/react-query'
import type { Project, ProjectRole, Site } from '@wheelhouse/shared-types'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { useTranslations } from 'use-intl'
import { Callout } from '../../ui/callout.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useOwnersText } from '../projects/managed-project.tsx'
import { releaseQuery } from '../projects/queries.ts'
import { accountQuery } from '../session/queries.ts'
import { siteQuery } from '../site/queries.ts'
import { AddPublisher } from './add-publisher.tsx'
import { OffNote } from './off-note.tsx'
import { prefillFromUrls, readPrefill } from './prefill.ts'
import { offeredKinds, type Trusted } from './publisher-fields.tsx'
import { PublisherList } from './publisher-list.tsx'
import { publishersQuery } from './queries.ts'
import { UnverifiedNote } from './unverified-note.tsx'
import { WhoMayUpload } from './who-may-upload.tsx'

/** The publishers of a project, for its owners to change and its maintainers to see. */
export function ProjectPublishing(props: { project: Project; role: ProjectRole }) {
  const { project, role } = props
  const t = useTranslations('publishing')
  const publishers = useQuery(publishersQuery(project.name))
  const site = useQuery(siteQuery())
  const owners = useOwnersText(project)
  const [search] = useSearchParams()
  const id = search.get('constrain')
  const isOwner = role === 'owner'
  const error = publishers.error ?? site.error
  if (publishers.data === undefined || site.data === undefined) {
    return error === null ? (
      <Skeleton lines={8} />
    ) : (
      <ErrorState
        error={error}
        onRetry={() => void Promise.all([publishers.refetch(), site.refetch()])}
      />
    )
  }
  const { items, trustedPublishingOnly: only } = publishers.data
  return (
    <>
      <p>{t('lead')}</p>
      {site.data.trustedPublishing === null && <OffNote />}
      <PublisherList
        project={project.name}
        publishers={items}
        isOwner={isOwner}
        only={only}
        constrain={id === null ? undefined : { id, environment: search.get('environment') ?? '' }}
      />
      {items.length === 0 && (
        <EmptyState title={t('emptyTitle')}>{t(isOwner ? 'empty' : 'emptyMaintainer')}</EmptyState>
      )}
      <WhoMayUpload
        project={project.name}
        only={only}
        hasPublishers={items.length > 0}
        isOwner={isOwner}
      />
      {!isOwner && <Callout title={t('ownersOnlyTitle')}>{t('ownersOnly', { owners })}</Callout>}
      {isOwner && <Adding project={project} trusted={site.data.trustedPublishing} />}
    </>
  )
}

/** The form, once it is known what fills it in. */
function Adding({ project, trusted }: { project: Project; trusted: Site['trustedPublishing'] }) {
  const account = useQuery(accountQuery()).data
  const urls = useReleaseUrls(project)
  if (trusted === null || !account) return null
  if (!account.emailVerified) return <UnverifiedNote email={account.email} />
  if (urls === undefined) return <Skeleton lines={6} />
  return <FilledForm project={project.name} trusted={trusted} urls={urls} />
}

function FilledForm(props: { project: string; trusted: Trusted; urls: readonly string[] }) {
  const { project, trusted, urls } = props
  const [search] = useSearchParams()
  const prefill = useMemo(() => {
    const kinds = offeredKinds(trusted)
    const asked = readPrefill(search, kinds)
    if (asked.fromLink) return asked
    const found = prefillFromUrls(urls, kinds, trusted.issuers)
    // Somebody who asked for another kind gets its empty fields.
    const isWanted = search.get('kind') === null || found?.fields.kind === asked.fields.kind
    return isWanted && found !== undefined ? found : asked
  }, [search, trusted, urls])
  return <AddPublisher project={project} trusted={trusted} prefill={prefill} />
}

/** What the newest release links to; none where it cannot be had, which is no reason to wait. */
function useReleaseUrls(project: Project): readonly string[] | undefined {
  const version = project.latestVersion
  const release = useQuery({
    ...releaseQuery(project.name, version ?? ''),
    enabled: version !== null,
  })
  const { data, error } = release
  return useMemo(() => {
    if (version === null || error !== null) return []
    return data?.projectUrls.map(({ url }) => url)
  }, [version, error, data])
}
