import type { ReleaseSummary } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Day } from '../../ui/facts.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import styles from './managed-releases.module.css'
import type { Selection } from './use-selection.ts'

/** Releases in rows, with their buttons. What cannot be done here is left out by who shows it. */
export function ReleaseTable(props: {
  project: string
  rows: readonly ReleaseSummary[]
  selection: Selection | undefined
  /** Version whose yank is being taken back. */
  unyanking: string | undefined
  onYank: ((release: ReleaseSummary) => void) | undefined
  onUnyank: (release: ReleaseSummary) => void
  onDelete: ((version: string) => void) | undefined
}) {
  const { project, rows, selection, unyanking, onYank, onUnyank, onDelete } = props
  const t = useTranslations('manage')
  const tProject = useTranslations('project')
  const columns: Column<ReleaseSummary>[] = [
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
      cell: (release) => {
        const { version, yanked, fileCount } = release
        return (
          <span className={styles.actions}>
            <ButtonLink size="small" variant="quiet" to={paths.manageRelease(project, version)}>
              {tProject('filesIn', { count: fileCount })}
            </ButtonLink>
            {onYank !== undefined && (
              <Button
                size="small"
                aria-label={t(yanked ? 'unyankNamed' : 'yankNamed', { version })}
                pending={unyanking === version}
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
      },
    },
  ]
  const picked = selection && selectColumn(rows, selection, t)
  return (
    <Table
      caption={t('releases')}
      rows={rows}
      rowKey={({ version }) => version}
      columns={picked === undefined ? columns : [picked, ...columns]}
    />
  )
}

/** A tick for each row; the one in the head is for all rows that are shown. */
function selectColumn(
  rows: readonly ReleaseSummary[],
  selection: Selection,
  t: ReturnType<typeof useTranslations<'manage'>>,
): Column<ReleaseSummary> {
  const versions = rows.map(({ version }) => version)
  return {
    key: 'select',
    header: (
      <input
        type="checkbox"
        className={styles.tick}
        aria-label={t('selectAll')}
        checked={versions.every((version) => selection.has(version))}
        onChange={({ target }) => selection.set(versions, target.checked)}
      />
    ),
    cell: ({ version }) => (
      <input
        type="checkbox"
        className={styles.tick}
        aria-label={t('select', { version })}
        checked={selection.has(version)}
        onChange={({ target }) => selection.set([version], target.checked)}
      />
    ),
  }
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
