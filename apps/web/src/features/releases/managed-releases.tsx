import type { Project, ProjectRole, ReleaseSummary } from '@wheelhouse/shared-types'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useAddressState } from '../../lib/use-address-state.ts'
import { useFocusAfter } from '../../lib/use-focus-after.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { DeletionDialog } from '../deletions/deletion-dialog.tsx'
import type { Doomed } from '../deletions/queries.ts'
import { useDeletion } from '../deletions/use-deletion.ts'
import { useOwnersText } from '../projects/managed-project.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { filterReleases, readFilter } from './filter-releases.ts'
import styles from './managed-releases.module.css'
import { ReleaseFilters } from './release-filters.tsx'
import { ReleaseTable, type ReleaseActs } from './release-table.tsx'
import { useSelection } from './use-selection.ts'
import { useYank } from './use-yank.ts'
import { useYankMany } from './use-yank-many.ts'
import { YankDialog } from './yank-dialog.tsx'

/** The releases of a project with what can be done to each, and to several at once. */
export function ManagedReleases({ project, role }: { project: Project; role: ProjectRole }) {
  const t = useTranslations('manage')
  const tProject = useTranslations('project')
  const [search, setSearch] = useAddressState()
  const deferred = useDeferredValue(search.toString())
  const { name, releases, status } = project
  const shown = useMemo(
    () => filterReleases(releases, readFilter(new URLSearchParams(deferred))),
    [releases, deferred],
  )
  const owners = useOwnersText(project)
  const { selection, selected } = useSelection(releases)
  const { yank, unyank } = useYank(name)
  const many = useYankMany(name)
  const { remove } = useDeletion()
  const [asked, setAsked] = useState<readonly ReleaseSummary[]>([])
  const [doomed, setDoomed] = useState<Doomed>()
  const heading = useRef<HTMLHeadingElement>(null)
  const isAsking = asked.length > 0 || doomed !== undefined
  useFocusAfter(heading, [remove, many.yank, many.unyank], isAsking)
  const isQuarantined = status === 'quarantined'
  const { mutate: takeBack } = unyank
  const acts = useMemo(
    (): ReleaseActs => ({
      onYank: isQuarantined ? undefined : (release) => setAsked([release]),
      onUnyank: ({ version, yankedReason: reason }) => takeBack({ version, reason }),
      onDelete:
        role === 'owner' && !isQuarantined
          ? (target) => setDoomed({ kind: 'release', project: name, target })
          : undefined,
    }),
    [isQuarantined, takeBack, role, name],
  )
  const none = useMemo(
    () => (
      <EmptyState
        title={tProject('noReleaseMatches')}
        action={<Button onClick={() => setSearch({})}>{tProject('showEverything')}</Button>}
      />
    ),
    [tProject, setSearch],
  )
  if (releases.length === 0) {
    return <EmptyState title={tProject('noReleases')}>{t('releaseEmpty')}</EmptyState>
  }
  const fault = unyank.error ?? many.unyank.error

  async function yankAsked(reason: string): Promise<void> {
    const [first] = asked
    if (asked.length === 1 && first !== undefined) {
      await yank.mutateAsync({ version: first.version, reason })
    } else {
      await many.yank.mutateAsync({ releases: asked, reason })
      selection.clear()
    }
  }

  return (
    <section className={styles.releases}>
      <h2 ref={heading} tabIndex={-1}>
        {t('releases')}
      </h2>
      {isQuarantined && <p>{t('quarantined')}</p>}
      {role !== 'owner' && <p>{t('ownersDeleteReleases', { owners })}</p>}
      <ReleaseFilters count={releases.length} search={search} onChange={setSearch} />
      <output className={styles.count}>
        {tProject('releaseCount', { shown: shown.length, total: releases.length })}
      </output>
      {fault !== null && <ErrorState error={fault} />}
      <BulkBar
        selected={selected}
        isUnyanking={many.unyank.isPending}
        onYank={() => setAsked(selected)}
        onUnyank={(yanked) => many.unyank.mutate(yanked, { onSuccess: () => selection.clear() })}
        onClear={() => {
          selection.clear()
          announce(t('selected', { count: 0 }))
          heading.current?.focus()
        }}
      />
      <ReleaseTable
        project={name}
        rows={shown}
        selection={isQuarantined ? undefined : selection}
        unyanking={unyank.isPending ? unyank.variables.version : undefined}
        acts={acts}
        none={none}
      />
      <YankDialog
        project={name}
        versions={asked.map(({ version }) => version)}
        onYank={yankAsked}
        onClose={() => setAsked([])}
      />
      <DeletionDialog
        doomed={doomed}
        onConfirm={remove.mutateAsync}
        onClose={() => setDoomed(undefined)}
      />
    </section>
  )
}
