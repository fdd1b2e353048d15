import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  getAccount,
  getProject,
  listEmails,
  makeEmailPrimary,
  removeEmail,
  updateProfile,
  type EmailAddress,
} from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { toUiError } from '../../api/ui-error.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card, CardList } from '../../ui/card-list.tsx'
import { Day } from '../../ui/facts.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { ResendOwnButton } from './resend-button.tsx'

type Question = { act: 'remove' | 'primary'; email: EmailAddress }

/** The addresses with their states, and what can be done with each. */
export function EmailList({ emails }: { emails: readonly EmailAddress[] }) {
  const t = useTranslations('emails')
  const change = useChanges()
  const [asked, setAsked] = useState<Question>()
  const heading = useRef<HTMLHeadingElement>(null)
  const { isSuccess, submittedAt } = change.remove
  useEffect(() => {
    // The card whose button opened the question is gone: the focus goes to the list it was in.
    if (isSuccess) heading.current?.focus()
  }, [isSuccess, submittedAt])
  const { act = 'remove', email } = asked ?? {}
  const words = { address: email?.address ?? '' }
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {t('list')}
      </h2>
      <CardList label={t('list')}>
        {emails.map((one) => (
          <Card
            key={one.id}
            head={
              <>
                <h3 dir="ltr">{one.address}</h3>
                <EmailBadges email={one} />
              </>
            }
            details={t.rich('since', { day: () => <Day at={one.createdAt} /> })}
            actions={
              <EmailActions
                email={one}
                onPublish={(publicEmail) => change.publish.mutate(publicEmail)}
                onAsk={setAsked}
              />
            }
          />
        ))}
      </CardList>
      <LazyConfirm
        open={email !== undefined}
        title={t(`${act}Title`, words)}
        actionLabel={t(`${act}Action`)}
        pendingLabel={t('saving')}
        variant={act === 'remove' ? 'danger' : 'primary'}
        onConfirm={async () => {
          if (email !== undefined) await change[act].mutateAsync(email)
        }}
        onClose={() => setAsked(undefined)}
      >
        <p>{t(`${act}Body`)}</p>
      </LazyConfirm>
    </>
  )
}

function EmailBadges({ email }: { email: EmailAddress }) {
  const t = useTranslations('emails')
  return (
    <>
      {email.primary && <Badge tone="info">{t('primary')}</Badge>}
      {email.verified ? (
        <Badge tone="success">{t('verified')}</Badge>
      ) : (
        <Badge tone="warning">{t('waiting')}</Badge>
      )}
      {email.bounce !== null && <Badge tone="danger">{t(`bounced.${email.bounce}`)}</Badge>}
      {email.public && <Badge>{t('public')}</Badge>}
    </>
  )
}

function EmailActions(props: {
  email: EmailAddress
  onPublish: (publicEmail: string | null) => void
  onAsk: (question: Question) => void
}) {
  const t = useTranslations('emails')
  const { email, onPublish, onAsk } = props
  const { id, address, verified, primary } = email
  return (
    <>
      {!verified && <ResendOwnButton id={id} label={t('resendNamed', { address })} />}
      {verified && !primary && (
        <Button
          size="small"
          aria-label={t('primaryNamed', { address })}
          onClick={() => onAsk({ act: 'primary', email })}
        >
          {t('primaryAction')}
        </Button>
      )}
      {verified && (
        <Button
          size="small"
          aria-pressed={email.public}
          aria-label={t('publicNamed', { address })}
          onClick={() => onPublish(email.public ? null : id)}
        >
          {t('publicAction')}
        </Button>
      )}
      {!primary && (
        <Button
          size="small"
          aria-label={t('removeNamed', { address })}
          onClick={() => onAsk({ act: 'remove', email })}
        >
          {t('remove')}
        </Button>
      )}
    </>
  )
}

function useChanges() {
  const t = useTranslations()
  const client = useQueryClient()
  const afterwards = async (words: string) => {
    await Promise.all([
      client.invalidateQueries({ queryKey: [listEmails.id] }),
      client.invalidateQueries({ queryKey: [getAccount.id] }),
      // Its people are shown with their addresses.
      client.invalidateQueries({ queryKey: [getProject.id] }),
    ])
    showToast(words)
  }
  const remove = useMutation({
    mutationFn: ({ id }: EmailAddress) => call(removeEmail, { params: { id } }),
    onSuccess: (_nothing, { address }) => afterwards(t('emails.removed', { address })),
  })
  const primary = useMutation({
    mutationFn: ({ id }: EmailAddress) => call(makeEmailPrimary, { params: { id } }),
    onSuccess: (_nothing, { address }) => afterwards(t('emails.promoted', { address })),
  })
  const publish = useMutation({
    mutationFn: (publicEmail: string | null) => call(updateProfile, { body: { publicEmail } }),
    onSuccess: (_account, id) => afterwards(t(id === null ? 'emails.hidden' : 'emails.shown')),
    onError: (error) => showToast(t(`problems.${toUiError(error).code}`)),
  })
  return { remove, primary, publish }
}
