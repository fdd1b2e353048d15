import { useMutation, useQueryClient } from '@tanstack/react-query'
import { endOtherSessions, listSessions, requestPasswordReset } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { DevMailboxLink } from '../account/dev-mailbox-link.tsx'

/**
 * The first thing against somebody who uses an account: every other browser is signed out, and a link
 * to set a new password is on its way, which works without the present one.
 */
export function LockAccount({ username }: { username: string }) {
  const t = useTranslations('notMe')
  const client = useQueryClient()
  const lock = useMutation({
    mutationFn: async () => {
      await call(endOtherSessions, {})
      await call(requestPasswordReset, { body: { login: username } })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [listSessions.id] }),
  })
  if (lock.isSuccess) {
    return (
      <>
        <Callout tone="success" live title={t('lockedTitle')} ref={(box) => box?.focus()}>
          {t('locked')}
        </Callout>
        <DevMailboxLink />
      </>
    )
  }
  return (
    <Callout
      tone="warning"
      title={t('lockTitle')}
      actions={
        <Button pending={lock.isPending} onClick={() => lock.mutate()}>
          {t('lock')}
        </Button>
      }
    >
      {t('lockLead')}
    </Callout>
  )
}
