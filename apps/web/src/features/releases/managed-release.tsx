import { useQuery } from '@tanstack/react-query'
import type { Project, ProjectRole, Release } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { DeletionDialog } from '../deletions/deletion-dialog.tsx'
import styles from '../deletions/deletions.module.css'
import type { Doomed } from '../deletions/queries.ts'
import { useDeletion } from '../deletions/use-deletion.ts'
import { ManagedFiles } from '../files/managed-files.tsx'
import { useOwnersText } from '../projects/managed-project.tsx'
import { releaseQuery } from '../projects/queries.ts'
import { useYank } from './use-yank.ts'
import { YankDialog } from './yank-dialog.tsx'

/** One release: its files, and below them what can be done to the whole of it. */
export function ManagedRelease(props: { project: Project; version: string; role: ProjectRole }) {
  const { project, version, role } = props
  const { data: release, error, refetch } = useQuery(releaseQuery(project.name, version))
  if (release === undefined) {
    return error === null ? (
      <Skeleton lines={6} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    )
  }
  return (
    <>
      <ManagedFiles project={project} release={release} role={role} />
      <ReleaseActs project={project} release={release} role={role} />
    </>
  )
}

/** Yanking first, deleting below it: the milder one is what most people want. */
function ReleaseActs(props: { project: Project; release: Release; role: ProjectRole }) {
  const { project, release, role } = props
  const t = useTranslations('manage')
  const tDeleting = useTranslations('deleting')
  const navigate = useNavigate()
  const owners = useOwnersText(project)
  const { yank, unyank } = useYank(project.name)
  const [asksYank, setAsksYank] = useState(false)
  const [doomed, setDoomed] = useState<Doomed>()
  const { remove } = useDeletion(() => navigate(paths.manageProject(project.name)))
  const { version, yanked, yankedReason } = release
  return (
    <section className={styles.section}>
      <h2>{tDeleting('release.heading')}</h2>
      <p>{tDeleting('release.yankBody')}</p>
      {unyank.error !== null && <ErrorState error={unyank.error} />}
      <p>
        {yanked ? (
          <span className={styles.row}>
            <Button
              aria-label={t('unyankNamed', { version })}
              pending={unyank.isPending}
              onClick={() => unyank.mutate({ version, reason: yankedReason })}
            >
              {t('unyank')}
            </Button>
            <Button onClick={() => setAsksYank(true)}>{t('changeReason')}</Button>
          </span>
        ) : (
          <Button aria-label={t('yankNamed', { version })} onClick={() => setAsksYank(true)}>
            {t('yank')}
          </Button>
        )}
      </p>
      <p>{tDeleting('release.deleteBody')}</p>
      <p>
        <Button
          variant="danger"
          disabledReason={role === 'owner' ? undefined : tDeleting('onlyOwners', { owners })}
          onClick={() => setDoomed({ kind: 'release', project: project.name, target: version })}
        >
          {tDeleting('action_release')}
        </Button>
      </p>
      <YankDialog
        key={yankedReason}
        initialReason={yankedReason ?? ''}
        project={project.name}
        versions={asksYank ? [version] : []}
        onYank={(reason) => yank.mutateAsync({ version, reason })}
        onClose={() => setAsksYank(false)}
      />
      <DeletionDialog
        doomed={doomed}
        onConfirm={remove.mutateAsync}
        onClose={() => setDoomed(undefined)}
      />
    </section>
  )
}
