import { useMutation, useQueryClient } from '@tanstack/react-query'
import { endOtherSessions, endSession, listSessions, type Session } from '@wheelhouse/shared-types'
import { memo, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card, CardList } from '../../ui/card-list.tsx'
import { Day, RelativeTime } from '../../ui/facts.tsx'
import { FirstRows } from '../../ui/first-rows.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useDeviceWords } from './use-device-words.ts'
import { useSignOut } from './use-sign-out.ts'

/** Where somebody is signed in, and the buttons that end it there. */
export function SessionList({ sessions }: { sessions: readonly Session[] }) {
  const t = useTranslations('sessions')
  const words = useDeviceWords()
  const { end, endOthers } = useEndSessions()
  const [asked, setAsked] = useState<Session | 'others'>()
  const heading = useRef<HTMLHeadingElement>(null)
  const ended = end.submittedAt + endOthers.submittedAt
  const isEnded = end.isSuccess || endOthers.isSuccess
  useEffect(() => {
    // The card whose button opened the question is gone: the focus goes to the list it was in.
    if (isEnded) heading.current?.focus()
  }, [isEnded, ended])
  const others = sessions.filter((session) => !session.current)
  const one = asked === 'others' ? undefined : asked
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {t('list')}
      </h2>
      <FirstRows rows={sessions}>
        {(shown) => (
          <CardList label={t('list')}>
            {shown.map((session) => (
              <SessionCard key={session.id} session={session} onEnd={setAsked} />
            ))}
          </CardList>
        )}
      </FirstRows>
      {others.length > 0 && (
        <p>
          <Button onClick={() => setAsked('others')}>{t('endOthers')}</Button>
        </p>
      )}
      <LazyConfirm
        open={asked !== undefined}
        title={
          one === undefined ? t('endOthersTitle') : t('endTitle', { device: words(one.device) })
        }
        actionLabel={one === undefined ? t('endOthers') : t('end')}
        pendingLabel={t('ending')}
        onConfirm={async () => {
          await (one === undefined ? endOthers.mutateAsync() : end.mutateAsync(one))
        }}
        onClose={() => setAsked(undefined)}
      >
        <p>{t('endBody')}</p>
      </LazyConfirm>
    </>
  )
}

const SessionCard = memo(function SessionCard(props: {
  session: Session
  onEnd: (session: Session) => void
}) {
  const { session, onEnd } = props
  const t = useTranslations('sessions')
  const words = useDeviceWords()
  const signOut = useMutation({ mutationFn: useSignOut() })
  return (
    <Card
      head={
        <>
          <h3>{words(session.device)}</h3>
          {session.current && <Badge tone="success">{t('current')}</Badge>}
        </>
      }
      details={
        <>
          {session.current
            ? t('seenNow')
            : t.rich('seen', { time: () => <RelativeTime at={session.lastSeenAt} /> })}
          {' · '}
          {t.rich('since', { day: () => <Day at={session.createdAt} /> })}
          {session.remember && ` · ${t('remembered')}`}
        </>
      }
      actions={
        session.current ? (
          <Button size="small" pending={signOut.isPending} onClick={() => signOut.mutate()}>
            {t('signOutHere')}
          </Button>
        ) : (
          <Button
            size="small"
            aria-label={t('endNamed', { device: words(session.device) })}
            onClick={() => onEnd(session)}
          >
            {t('end')}
          </Button>
        )
      }
    />
  )
})

function useEndSessions() {
  const t = useTranslations('sessions')
  const client = useQueryClient()
  const afterwards = async (count: number) => {
    await client.invalidateQueries({ queryKey: [listSessions.id] })
    showToast(t('ended', { count }))
  }
  const end = useMutation({
    mutationFn: ({ id }: Session) => call(endSession, { params: { id } }),
    onSuccess: () => afterwards(1),
  })
  const endOthers = useMutation({
    mutationFn: () => call(endOtherSessions, {}),
    onSuccess: ({ ended }) => afterwards(ended),
  })
  return { end, endOthers }
}
