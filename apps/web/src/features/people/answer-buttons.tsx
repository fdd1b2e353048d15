import type { OwnProjectInvitation } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import type { useAnswer } from './use-answer.ts'

/** Accept at once, or decline after a question: an owner would have to invite anew. */
export function AnswerButtons(props: {
  invitation: OwnProjectInvitation
  answer: ReturnType<typeof useAnswer>
  size?: 'normal' | 'small'
}) {
  const { invitation, answer, size = 'normal' } = props
  const t = useTranslations('ownInvitations')
  const [asked, setAsked] = useState(false)
  const { name } = invitation.project
  const { accept, decline } = answer
  return (
    <>
      <Button
        size={size}
        variant="primary"
        aria-label={t('acceptNamed', { name })}
        pending={accept.isPending && accept.variables.id === invitation.id}
        onClick={() => accept.mutate(invitation)}
      >
        {t('accept')}
      </Button>
      <Button size={size} aria-label={t('declineNamed', { name })} onClick={() => setAsked(true)}>
        {t('decline')}
      </Button>
      <LazyConfirm
        open={asked}
        title={t('declineTitle', { name })}
        actionLabel={t('declineAction')}
        pendingLabel={t('saving')}
        onConfirm={async () => {
          await decline.mutateAsync(invitation)
        }}
        onClose={() => setAsked(false)}
      >
        <p>{t('declineBody')}</p>
      </LazyConfirm>
    </>
  )
}
