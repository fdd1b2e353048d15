import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { deleteFile, type Project, type ProjectRole } from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Bytes, Day } from '../../ui/facts.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useOwnersText } from '../projects/managed-project.tsx'
import { forgetProjects, releaseQuery } from '../projects/queries.ts'
import styles from './managed-files.module.css'
import { sortFiles } from './wheel-tags.ts'

/** The files of a release; owners can delete them. */
export function ManagedFiles(props: { project: Project; version: string; role: ProjectRole }) {
  const { project, version, role } = props
  const t = useTranslations('manage')
  const { data: release, error, refetch } = useQuery(releaseQuery(project.name, version))
  const owners = useOwnersText(project)
  const [asked, setAsked] = useState<string>()
  const remove = useDelete(project.name)
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    // The row whose button opened the question is gone: the focus goes to the list it was in.
    if (remove.isSuccess) heading.current?.focus()
  }, [remove.isSuccess, remove.submittedAt])

  if (release === undefined) {
    return error === null ? (
      <Skeleton lines={6} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    )
  }
  const files = sortFiles(release.files)
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
          rows={files}
          rowKey={({ filename }) => filename}
          columns={[
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
            ...(role === 'owner'
              ? [
                  {
                    key: 'actions',
                    header: t('actions'),
                    align: 'end' as const,
                    cell: ({ filename }: { filename: string }) => (
                      <Button
                        size="small"
                        aria-label={t('removeNamed', { file: filename })}
                        onClick={() => setAsked(filename)}
                      >
                        {t('remove')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      <LazyConfirm
        open={asked !== undefined}
        title={t('removeTitle')}
        actionLabel={t('removeAction')}
        pendingLabel={t('removing')}
        typedName={asked ?? ''}
        onConfirm={async () => {
          if (asked !== undefined) await remove.mutateAsync(asked)
        }}
        onClose={() => setAsked(undefined)}
      >
        <div className={styles.words}>
          <p>{t.rich('removeBody', { file: asked ?? '', b: (words) => <b>{words}</b> })}</p>
          <p>{t('removeYank')}</p>
        </div>
      </LazyConfirm>
    </section>
  )
}

function useDelete(project: string) {
  const client = useQueryClient()
  const t = useTranslations('manage')
  return useMutation({
    mutationFn: (filename: string) =>
      call(deleteFile, { params: { project, filename }, query: { confirm: filename } }),
    onSuccess: async (_nothing, filename) => {
      await forgetProjects(client)
      showToast(t('removed', { file: filename }))
    },
  })
}
