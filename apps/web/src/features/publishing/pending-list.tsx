import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  listPendingPublishers,
  removePendingPublisher,
  type PendingPublisher,
} from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useNow } from '../../lib/now.tsx'
import { call } from '../../api/client.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card, CardList } from '../../ui/card-list.tsx'
import { Day } from '../../ui/facts.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useIdentityWords } from './use-identity-words.ts'

const DAY = 86_400_000
/** Days before its end from which one is marked. */
const SOON = 5

/** The publishers that wait for their first upload, with the days that they have left. */
export function PendingList({ publishers }: { publishers: readonly PendingPublisher[] }) {
  const t = useTranslations('publishing')
  const client = useQueryClient()
  const [asked, setAsked] = useState<PendingPublisher>()
  const remove = useMutation({
    mutationFn: ({ id }: PendingPublisher) => call(removePendingPublisher, { params: { id } }),
    onSuccess: async (_nothing, { project }) => {
      await client.invalidateQueries({ queryKey: [listPendingPublishers.id] })
      showToast(t('removed', { name: project }))
    },
  })
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // The card whose button opened the question is gone: the focus goes to the list it was in.
    if (remove.isSuccess) heading.current?.focus()
  }, [remove.isSuccess, remove.submittedAt])
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {t('pending.list')}
      </h2>
      {publishers.length > 0 && (
        <CardList label={t('pending.list')}>
          {publishers.map((pending) => (
            <PendingCard key={pending.id} pending={pending} onRemove={() => setAsked(pending)} />
          ))}
        </CardList>
      )}
      <LazyConfirm
        open={asked !== undefined}
        title={t('pending.removeTitle', { name: asked?.project ?? '' })}
        actionLabel={t('removeAction')}
        pendingLabel={t('removing')}
        onConfirm={async () => {
          if (asked !== undefined) await remove.mutateAsync(asked)
        }}
        onClose={() => setAsked(undefined)}
      >
        <p>{t('pending.removeBody')}</p>
      </LazyConfirm>
    </>
  )
}

function PendingCard({ pending, onRemove }: { pending: PendingPublisher; onRemove: () => void }) {
  const t = useTranslations('publishing')
  const words = useIdentityWords()
  const now = useNow()
  const { project, identity, createdAt, expiresAt, nameTaken } = pending
  const days = Math.max(0, Math.floor((Date.parse(expiresAt) - now) / DAY))
  return (
    <Card
      head={
        <>
          <h3 dir="ltr">{project}</h3>
          {nameTaken ? (
            <Badge tone="danger">{t('pending.taken')}</Badge>
          ) : (
            <Badge tone={days <= SOON ? 'warning' : 'neutral'}>{t('pending.left', { days })}</Badge>
          )}
        </>
      }
      details={
        <>
          <p>{words(identity).who}</p>
          <p>{t.rich('pending.since', { day: () => <Day at={createdAt} /> })}</p>
          {nameTaken && <p>{t('pending.takenBody')}</p>}
        </>
      }
      actions={
        <Button size="small" aria-label={t('removeNamed', { name: project })} onClick={onRemove}>
          {t('remove')}
        </Button>
      }
    />
  )
}
