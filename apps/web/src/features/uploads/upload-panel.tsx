import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useBlocker } from 'react-router'
import { useTranslations } from 'use-intl'
import { useGrowing } from '../../ui/first-rows.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Bytes } from '../../ui/facts.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { siteQuery } from '../site/queries.ts'
import { DropZone } from './drop-zone.tsx'
import { onFirstClick } from './on-first-click.ts'
import styles from './upload-panel.module.css'
import { UploadRow } from './upload-row.tsx'
import { useUploadQueue } from './use-upload-queue.ts'

/** Takes files, sends them and tells what came of each; those of one project only, if it is given. */
export function UploadPanel({ project }: { project?: string }) {
  const t = useTranslations('upload')
  const maxFileSize = useQuery(siteQuery()).data?.maxFileSize
  const { queue, items, left } = useUploadQueue()
  const there = useGrowing(items)
  const [checkOnly, setCheckOnly] = useState(false)
  const size = () => <Bytes value={maxFileSize ?? 0} />
  return (
    <div className={styles.panel}>
      <DropZone
        hint={
          maxFileSize !== undefined &&
          (project === undefined
            ? t.rich('dropHint', { size })
            : t.rich('dropHintProject', { size, name: project }))
        }
        onFiles={(files) =>
          queue.add(files, checkOnly ? 'check' : 'publish', { maxFileSize, project })
        }
      />
      <Checkbox
        label={t('checkOnly')}
        hint={t('checkOnlyHint')}
        checked={checkOnly}
        onChange={({ target }) => setCheckOnly(target.checked)}
      />
      {items.length > 0 && (
        <section className={styles.panel} aria-label={t('files')}>
          <ul className={styles.list}>
            {there.map((item) => (
              <UploadRow key={item.id} item={item} queue={queue} />
            ))}
          </ul>
          <div className={styles.actions}>
            {left > 0 ? (
              <Button size="small" onClick={() => queue.cancelAll()}>
                {t('cancelAll')}
              </Button>
            ) : (
              <Button size="small" variant="quiet" onClick={onFirstClick(() => queue.clear())}>
                {t('clear')}
              </Button>
            )}
          </div>
        </section>
      )}
      <LeaveQuestion left={left} />
    </div>
  )
}

/** Asks before another screen cancels what is under way. */
function LeaveQuestion({ left }: { left: number }) {
  const t = useTranslations('upload')
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      left > 0 && currentLocation.pathname !== nextLocation.pathname,
  )
  return (
    <LazyConfirm
      open={blocker.state === 'blocked'}
      title={t('leaveTitle')}
      actionLabel={t('leaveAction')}
      pendingLabel={t('leaving')}
      onConfirm={async () => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      {t('leaveBody', { count: left })}
    </LazyConfirm>
  )
}
