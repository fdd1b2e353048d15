import { useMutation, useQueryClient } from '@tanstack/react-query'
import { removePublisher, type Publisher } from '@wheelhouse/shared-types'
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { useAhead } from '../../lib/use-ahead.ts'
import { withWords } from '../../messages/words.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card, CardList } from '../../ui/card-list.tsx'
import { Day, RelativeTime } from '../../ui/facts.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { BuildFileTabs } from './build-file-tabs.tsx'
import { forgetPublishers } from './queries.ts'
import { identityName, useIdentityWords } from './use-identity-words.ts'

const loadConstrain = withWords(['forms', 'problems', 'publishing'], async () => ({
  default: (await import('./constrain-dialog.tsx')).ConstrainDialog,
}))
const ConstrainDialog = lazy(loadConstrain)

/** What a link asks for: to bind a publisher to the environment that it used. */
export type AskedConstraint = { id: string; environment: string }

/** The publishers of a project; owners can remove them and bind them to an environment. */
export function PublisherList(props: {
  project: string
  publishers: readonly Publisher[]
  isOwner: boolean
  /** Nobody else may upload. */
  only: boolean
  constrain: AskedConstraint | undefined
}) {
  const { project, publishers, isOwner, only } = props
  const t = useTranslations('publishing')
  const remove = useRemove(project)
  const [asked, setAsked] = useState<Publisher>()
  const [constraint, setConstraint] = useState(props.constrain)
  const constrained = publishers.find(
    ({ id, constrainable }) => constrainable && id === constraint?.id,
  )
  useAhead(isOwner && publishers.some((one) => one.constrainable) ? loadConstrain : undefined)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // The card whose button opened the question is gone: the focus goes to the list it was in.
    if (remove.isSuccess) heading.current?.focus()
  }, [remove.isSuccess, remove.submittedAt])
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {t('list')}
      </h2>
      {publishers.length > 0 && (
        <CardList label={t('list')}>
          {publishers.map((publisher) => (
            <PublisherCard
              key={publisher.id}
              publisher={publisher}
              isOwner={isOwner}
              isNeeded={only && publishers.length === 1}
              onRemove={() => setAsked(publisher)}
              onConstrain={() => setConstraint({ id: publisher.id, environment: '' })}
            />
          ))}
        </CardList>
      )}
      <LazyConfirm
        open={asked !== undefined}
        title={t('removeTitle', { name: asked === undefined ? '' : identityName(asked.identity) })}
        actionLabel={t('removeAction')}
        pendingLabel={t('removing')}
        onConfirm={async () => {
          if (asked !== undefined) await remove.mutateAsync(asked)
        }}
        onClose={() => setAsked(undefined)}
      >
        <p>{t('removeBody')}</p>
      </LazyConfirm>
      {isOwner && constrained !== undefined && (
        <Suspense fallback={null}>
          <ConstrainDialog
            project={project}
            publisher={constrained}
            environment={constraint?.environment ?? ''}
            onClose={() => setConstraint(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}

function useRemove(project: string) {
  const t = useTranslations('publishing')
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Publisher) => call(removePublisher, { params: { project, id } }),
    onSuccess: async (_nothing, { identity }) => {
      await forgetPublishers(client, project)
      showToast(t('removed', { name: identityName(identity) }))
    },
  })
}

function PublisherCard(props: {
  publisher: Publisher
  isOwner: boolean
  isNeeded: boolean
  onRemove: () => void
  onConstrain: () => void
}) {
  const { publisher, isOwner, isNeeded, onRemove, onConstrain } = props
  const t = useTranslations('publishing')
  const words = useIdentityWords()
  const [shown, setShown] = useState(false)
  const fileId = useId()
  const { identity, addedBy, createdAt, lastUsedAt } = publisher
  const { name, who } = words(identity)
  const kind = t(`kinds.${identity.kind}`)
  const named = t('named', { name, kind })
  return (
    <Card
      head={
        <>
          <h3 dir="ltr">{name}</h3>
          <Badge tone="info">{kind}</Badge>
        </>
      }
      details={
        <>
          <p>{who}</p>
          <p>{t.rich('added', { name: addedBy, day: () => <Day at={createdAt} /> })}</p>
          <p>
            {lastUsedAt === null
              ? t('neverUsed')
              : t.rich('used', { time: () => <RelativeTime at={lastUsedAt} /> })}
          </p>
          <div id={fileId} hidden={!shown}>
            {shown && <BuildFileTabs identity={identity} />}
          </div>
        </>
      }
      actions={
        <>
          <Button
            size="small"
            variant="quiet"
            aria-expanded={shown}
            aria-controls={fileId}
            aria-label={t('showFileNamed', { name: named })}
            onClick={() => setShown(!shown)}
          >
            {t('showFile')}
          </Button>
          {isOwner && publisher.constrainable && (
            <Button
              size="small"
              aria-label={t('constrainNamed', { name: named })}
              onClick={onConstrain}
            >
              {t('constrain')}
            </Button>
          )}
          {isOwner && (
            <Button
              size="small"
              aria-label={t('removeNamed', { name: named })}
              disabledReason={isNeeded ? t('removeLast') : undefined}
              onClick={onRemove}
            >
              {t('remove')}
            </Button>
          )}
        </>
      }
    />
  )
}
