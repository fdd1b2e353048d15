import type { ReleaseSummary } from '@wheelhouse/shared-types'
import { memo, useEffect, useMemo, useRef, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Day } from '../../ui/facts.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import styles from './managed-releases.module.css'
import { useAreTicked, type Selection } from './use-selection.ts'

/** What can be done to a release of the table; what is undefined cannot be done here. */
export type ReleaseActs = {
  onYank: ((release: ReleaseSummary) => void) | undefined
  onUnyank: (release: ReleaseSummary) => void
  onDelete: ((version: string) => void) | undefined
}

/** Releases in rows, with their buttons. Kept while what it is given is the same: it may be long. */
export const ReleaseTable = memo(function ReleaseTable(props: {
  project: string
  rows: readonly ReleaseSummary[]
  selection: Selection | undefined
  /** Version whose yank is being taken back. */
  unyanking: string | undefined
  acts: ReleaseActs
  /** In the place of a table without rows. */
  none: ReactNode
}) {
  const { project, rows, selection, unyanking, acts, none } = props
  const t = useTranslations('manage')
  const columns = useMemo(
    (): Column<ReleaseSummary>[] => [
      ...(selection === undefined ? [] : [selectColumn(selection)]),
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
        cell: (release) => (
          <ActsCell
            project={project}
            release={release}
            acts={acts}
            isUnyanking={unyanking === release.version}
          />
        ),
      },
    ],
    [project, selection, unyanking, acts, t],
  )
  return (
    <Table
      caption={t('releases')}
      className={selection === undefined ? styles.table : styles.ticked}
      rows={rows}
      rowKey={({ version }) => version}
      columns={columns}
      none={none}
    />
  )
})

/** A tick for each row; the one in the head is for all rows that are shown. */
const selectColumn = (selection: Selection): Column<ReleaseSummary> => ({
  key: 'select',
  header: (shown) => <TickAll shown={shown} selection={selection} />,
  cell: ({ version }) => <Tick version={version} selection={selection} />,
})

function TickAll(props: { shown: readonly ReleaseSummary[]; selection: Selection }) {
  const { shown, selection } = props
  const t = useTranslations('manage')
  const versions = shown.map(({ version }) => version)
  return (
    <input
      type="checkbox"
      className={styles.tick}
      aria-label={t('selectAll')}
      checked={useAreTicked(selection, versions)}
      onChange={({ target }) => selection.set(versions, target.checked)}
    />
  )
}

/** Its mark is set in the document itself: to make hundreds of boxes anew takes longer than a press may. */
function Tick({ version, selection }: { version: string; selection: Selection }) {
  const t = useTranslations('manage')
  const box = useRef<HTMLInputElement>(null)
  const { ticked } = selection
  useEffect(() => {
    const mark = () => {
      if (box.current !== null) box.current.checked = ticked.get().has(version)
    }
    mark()
    return ticked.subscribe(mark)
  }, [ticked, version])
  return (
    <input
      ref={box}
      type="checkbox"
      className={styles.tick}
      aria-label={t('select', { version })}
      onChange={({ target }) => selection.set([version], target.checked)}
    />
  )
}

function ActsCell(props: {
  project: string
  release: ReleaseSummary
  acts: ReleaseActs
  isUnyanking: boolean
}) {
  const { project, release, acts, isUnyanking } = props
  const t = useTranslations('manage')
  const tProject = useTranslations('project')
  const { version, yanked, fileCount } = release
  const { onYank, onUnyank, onDelete } = acts
  return (
    <span className={styles.actions}>
      <ButtonLink size="small" variant="quiet" to={paths.manageRelease(project, version)}>
        {tProject('filesIn', { count: fileCount })}
      </ButtonLink>
      {onYank !== undefined && (
        <Button
          size="small"
          aria-label={t(yanked ? 'unyankNamed' : 'yankNamed', { version })}
          pending={isUnyanking}
          onClick={() => (yanked ? onUnyank(release) : onYank(release))}
        >
          {t(yanked ? 'unyank' : 'yank')}
        </Button>
      )}
      {onDelete !== undefined && (
        <Button
          size="small"
          variant="quiet"
          aria-label={t('deleteNamed', { version })}
          onClick={() => onDelete(version)}
        >
          {t('remove')}
        </Button>
      )}
    </span>
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
