import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { Consequences } from './consequences.tsx'
import styles from './deletions.module.css'
import { consequencesQuery, type Doomed } from './queries.ts'
import { nameOf } from './use-deletion.ts'

/**
 * Asks before something is deleted: says first what would be lost, and takes the name typed. Open
 * while something is `doomed`; nothing is deleted before the consequences are known.
 */
export function DeletionDialog(props: {
  doomed: Doomed | undefined
  onConfirm: (doomed: Doomed) => Promise<unknown>
  onClose: () => void
}) {
  const { doomed, onConfirm, onClose } = props
  const t = useTranslations('deleting')
  const client = useQueryClient()
  return (
    // There while nothing is doomed as well: its code is to be here before somebody asks.
    <LazyConfirm
      open={doomed !== undefined}
      title={doomed === undefined ? '' : t(`title_${doomed.kind}`, { target: nameOf(doomed) })}
      actionLabel={doomed === undefined ? '' : t(`action_${doomed.kind}`)}
      pendingLabel={t('pending')}
      typedName={doomed?.target ?? ''}
      onConfirm={async () => {
        if (doomed === undefined) return
        await client.ensureQueryData(consequencesQuery(doomed))
        await onConfirm(doomed)
      }}
      onClose={onClose}
    >
      {doomed !== undefined && <Weighed doomed={doomed} />}
    </LazyConfirm>
  )
}

function Weighed({ doomed }: { doomed: Doomed }) {
  const t = useTranslations('deleting')
  const { data, error, refetch } = useQuery(consequencesQuery(doomed))
  return (
    <div className={styles.words} aria-live="polite">
      {data !== undefined ? (
        <Consequences told={data} />
      ) : error === null ? (
        <p>{t('weighing')}</p>
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
      {doomed.kind !== 'project' && <p>{t('rather')}</p>}
    </div>
  )
}
