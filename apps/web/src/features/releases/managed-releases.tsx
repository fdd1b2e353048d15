import type { Project, ReleaseSummary } from '@wheelhouse/shared-types'
import { useDeferredValue, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useAddressState } from '../../lib/use-address-state.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Day } from '../../ui/facts.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { filterReleases, readFilter, writeFilter } from './filter-releases.ts'
import { FirstRows } from './first-rows.tsx'
import styles from './managed-releases.module.css'
import { useYank } from './use-yank.ts'
import { YankDialog } from './yank-dialog.tsx'

/** More releases than these get a filter. */
const MANY = 8

/** The releases of a project with what can be done to each. */
export function ManagedReleases({ project }: { project: Project }) {
  const t = useTranslations('manage')
  const tProject = useTranslations('project')
  const [search, setSearch] = useAddressState()
  const filter = readFilter(search)
  const deferred = useDeferredValue(search.toString())
  const shown = filterReleases(project.releases, readFilter(new URLSearchParams(deferred)))
  const { yank, unyank } = useYank(project.name)
  const [asked, setAsked] = useState<string>()
  if (project.releases.length === 0) {
    return <EmptyState title={tProject('noReleases')}>{t('releaseEmpty')}</EmptyState>
  }
  return (
    <section className={styles.releases}>
      <h2>{t('releases')}</h2>
      {project.releases.length > MANY && (
        <TextField
          label={t('filter')}
          type="search"
          value={filter.version}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setSearch(writeFilter({ ...filter, version: target.value }))}
        />
      )}
      <output className={styles.count}>
        {tProject('releaseCount', { shown: shown.length, total: project.releases.length })}
      </output>
      {unyank.error !== null && <ErrorState error={unyank.error} />}
      <FirstRows rows={shown}>
        {(rows) => (
          <Table
            caption={t('releases')}
            rows={rows}
            rowKey={({ version }) => version}
            columns={[
              {
                key: 'version',
                header: t('version'),
                rowHeader: true,
                cell: (release) => <VersionCell release={release} />,
              },
              {
                key: 'published',
                header: t('published'),
                wideOnly: true,
                cell: ({ publishedAt }) => <Day at={publishedAt} />,
              },
              {
                key: 'actions',
                header: t('actions'),
                align: 'end',
                cell: ({ version, yanked, yankedReason, fileCount }) => (
                  <span className={styles.actions}>
                    <ButtonLink
                      size="small"
                      variant="quiet"
                      to={paths.manageRelease(project.name, version)}
                    >
                      {tProject('filesIn', { count: fileCount })}
                    </ButtonLink>
                    {yanked ? (
                      <Button
                        size="small"
                        aria-label={t('unyankNamed', { version })}
                        pending={unyank.isPending && unyank.variables.version === version}
                        onClick={() => unyank.mutate({ version, reason: yankedReason })}
                      >
                        {t('unyank')}
                      </Button>
                    ) : (
                      <Button
                        size="small"
                        aria-label={t('yankNamed', { version })}
                        onClick={() => setAsked(version)}
                      >
                        {t('yank')}
                      </Button>
                    )}
                  </span>
                ),
              },
            ]}
          />
        )}
      </FirstRows>
      <YankDialog
        project={project.name}
        version={asked}
        onYank={async (reason) => {
          if (asked !== undefined) await yank.mutateAsync({ version: asked, reason })
        }}
        onClose={() => setAsked(undefined)}
      />
    </section>
  )
}

function VersionCell({ release }: { release: ReleaseSummary }) {
  const t = useTranslations('project')
  const { version, prerelease, yanked, yankedReason } = release
  return (
    <span className={styles.version}>
      <code>{version}</code>
      {prerelease && <Badge tone="info">{t('prerelease')}</Badge>}
      {yanked && <Badge tone="danger">{t('yanked')}</Badge>}
      {yankedReason !== null && (
        <span className={styles.reason} dir="auto">
          {yankedReason}
        </span>
      )}
    </span>
  )
}
