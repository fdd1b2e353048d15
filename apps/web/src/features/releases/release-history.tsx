import type { Project, ReleaseSummary } from '@wheelhouse/shared-types'
import { memo, useCallback, useDeferredValue } from 'react'
import { useTranslations } from 'use-intl'
import { useAddressState } from '../../lib/use-address-state.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Day } from '../../ui/facts.tsx'
import { FirstRows } from '../../ui/first-rows.tsx'
import { Link } from '../../ui/link.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { filterReleases, readFilter } from './filter-releases.ts'
import { ReleaseFilters } from './release-filters.tsx'
import styles from './release-history.module.css'

/** Every release, newest version first. What is filtered stands in the address. */
export function ReleaseHistory({ project }: { project: Project }) {
  const [search, setSearch] = useAddressState()
  const { name, releases, latestVersion } = project
  return (
    <div className={styles.history}>
      <ReleaseFilters count={releases.length} search={search} onChange={setSearch} />
      <Rows
        name={name}
        latestVersion={latestVersion}
        releases={releases}
        filter={useDeferredValue(search.toString())}
        onClear={useCallback(() => setSearch({}), [setSearch])}
      />
    </div>
  )
}

/** Kept while somebody types: it follows the words when there is time. */
const Rows = memo(function Rows(props: {
  name: string
  latestVersion: string | null
  releases: readonly ReleaseSummary[]
  /** The query of the address. */
  filter: string
  onClear: () => void
}) {
  const { name, releases, latestVersion, filter, onClear } = props
  const t = useTranslations('project')
  const shown = filterReleases(releases, readFilter(new URLSearchParams(filter)))
  return (
    <>
      <output className={styles.count}>
        {t('releaseCount', { shown: shown.length, total: releases.length })}
      </output>
      <FirstRows
        rows={shown}
        none={
          <EmptyState
            title={releases.length === 0 ? t('noReleases') : t('noReleaseMatches')}
            action={releases.length > 0 && <Button onClick={onClear}>{t('showEverything')}</Button>}
          />
        }
      >
        {(rows) => (
          <ol className={styles.list} aria-label={t('history')}>
            {rows.map((release) => (
              <Row
                key={release.version}
                name={name}
                release={release}
                current={release.version === latestVersion}
              />
            ))}
          </ol>
        )}
      </FirstRows>
    </>
  )
})

type RowProps = { name: string; release: ReleaseSummary; current: boolean }

/** Kept while its release is the same: hundreds of them stand in a list that is filtered. */
const Row = memo(function Row({ name, release, current }: RowProps) {
  const t = useTranslations('project')
  const { version, publishedAt, prerelease, yanked, yankedReason, fileCount } = release
  return (
    <li className={styles.row} data-yanked={yanked || undefined}>
      <Link to={paths.release(name, version)} className={styles.version ?? ''}>
        {version}
      </Link>
      <span className={styles.badges}>
        {current && <Badge tone="success">{t('current')}</Badge>}
        {prerelease && <Badge tone="info">{t('prerelease')}</Badge>}
        {yanked && <Badge tone="danger">{t('yanked')}</Badge>}
      </span>
      <span className={styles.meta}>
        <Day at={publishedAt} /> · {t('filesIn', { count: fileCount })}
      </span>
      {yankedReason !== null && (
        <p className={styles.reason} dir="auto">
          {yankedReason}
        </p>
      )}
    </li>
  )
})
