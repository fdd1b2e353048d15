import type { DistributionFile, Project, ProjectRole, Release } from '@wheelhouse/shared-types'
import { useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFocusAfter } from '../../lib/use-focus-after.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Bytes, Day } from '../../ui/facts.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { DeletionDialog } from '../deletions/deletion-dialog.tsx'
import type { Doomed } from '../deletions/queries.ts'
import { useDeletion } from '../deletions/use-deletion.ts'
import { useOwnersText } from '../projects/managed-project.tsx'
import styles from './managed-files.module.css'
import { sortFiles } from './wheel-tags.ts'

/** The files of a release; owners can delete them. */
export function ManagedFiles(props: { project: Project; release: Release; role: ProjectRole }) {
  const { project, release, role } = props
  const t = useTranslations('manage')
  const owners = useOwnersText(project)
  const [doomed, setDoomed] = useState<Doomed>()
  const { remove } = useDeletion()
  const heading = useRef<HTMLHeadingElement>(null)

  useFocusAfter(heading, [remove], doomed !== undefined)
  const files = useMemo(() => sortFiles(release.files), [release])
  const isOwner = role === 'owner'
  const columns = useMemo(
    (): Column<DistributionFile>[] => [
      {
        key: 'file',
        header: t('file'),
        rowHeader: true,
        cell: ({ filename, url }) => (
          <a href={url} download className={styles.name}>
            {filename}
          </a>
        ),
      },
      {
        key: 'size',
        header: t('size'),
        align: 'end',
        wideOnly: true,
        cell: ({ size }) => <Bytes value={size} />,
      },
      {
        key: 'published',
        header: t('published'),
        wideOnly: true,
        cell: ({ uploadedAt }) => <Day at={uploadedAt} />,
      },
      ...(isOwner
        ? [
            {
              key: 'actions',
              header: t('actions'),
              align: 'end' as const,
              cell: ({ filename }: DistributionFile) => (
                <Button
                  size="small"
                  aria-label={t('removeNamed', { file: filename })}
                  onClick={() =>
                    setDoomed({ kind: 'file', project: project.name, target: filename })
                  }
                >
                  {t('remove')}
                </Button>
              ),
            },
          ]
        : []),
    ],
    [project.name, isOwner, t],
  )
  return (
    <section className={styles.files}>
      <h2 ref={heading} tabIndex={-1}>
        {t('filesTitle')}
      </h2>
      {role !== 'owner' && (
        <Callout title={t('ownersDelete')}>{t('ownersDeleteBody', { owners })}</Callout>
      )}
      {files.length === 0 ? (
        <EmptyState title={t('noFiles')} />
      ) : (
        <Table
          caption={t('filesTitle')}
          className={isOwner ? styles.owners : styles.table}
          rows={files}
          rowKey={({ filename }) => filename}
          columns={columns}
        />
      )}
      <DeletionDialog
        doomed={doomed}
        onConfirm={remove.mutateAsync}
        onClose={() => setDoomed(undefined)}
      />
    </section>
  )
}
