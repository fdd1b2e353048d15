import { useQuery, useQueryClient } from '@tanstack/react-query'
import { completePasswordReset, getAccount } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { UiError } from '../../api/ui-error.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormNewPassword } from '../../components/forms/form-new-password.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { UsernameForManagers } from '../../components/forms/username-for-managers.tsx'
import { Page, useSiteName } from '../../components/layout/page.tsx'
import { passwordResetQuery } from '../../features/account/queries.ts'
import { announceSession } from '../../features/session/session-channel.ts'
import { useUrlSecret } from '../../lib/use-url-secret.ts'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('../../features/account/schemas.ts')).PasswordReset

/** Where the mailed link leads: choose a new password. It signs out everywhere, here too. */
export function Component() {
  const t = useTranslations('newPassword')
  const token = useUrlSecret('token')
  const [done, setDone] = useState(false)
  const owner = useQuery({
    ...passwordResetQuery(token ?? ''),
    enabled: token !== undefined && !done,
  })
  const dead = token === undefined || (owner.error instanceof UiError && isDeadLink(owner.error))

  if (done) {
    return (
      <Page narrow title={t('doneTitle')}>
        <Callout tone="success" live>
          {t('done')}
        </Callout>
        <p>
          <SignInLink />
        </p>
      </Page>
    )
  }
  if (dead) return <DeadLink />
  return (
    <Page
      narrow
      title={t('title')}
      lead={
        owner.data &&
        t.rich('lead', { username: owner.data.username, b: (words) => <strong>{words}</strong> })
      }
    >
      {owner.isPending && <Skeleton lines={4} />}
      {owner.isError && <ErrorState error={owner.error} onRetry={() => void owner.refetch()} />}
      {owner.data && (
        <NewPasswordForm token={token} owner={owner.data} onDone={() => setDone(true)} />
      )}
    </Page>
  )
}

const isDeadLink = (error: UiError): boolean =>
  error.code === 'link_invalid' || error.code === 'validation_failed'

function SignInLink() {
  const t = useTranslations('signIn')
  return (
    <ButtonLink variant="primary" to={paths.signIn()}>
      {t('title')}
    </ButtonLink>
  )
}

function DeadLink() {
  const t = useTranslations('newPassword')
  return (
    <Page narrow title={t('failedTitle')}>
      <Callout tone="danger">{t('failed')}</Callout>
      <p>
        <ButtonLink variant="primary" to={paths.resetPassword()}>
          {t('askAgain')}
        </ButtonLink>
      </p>
    </Page>
  )
}

function NewPasswordForm(props: {
  token: string
  owner: { username: string; name: string; email: string }
  onDone: () => void
}) {
  const { token, owner, onDone } = props
  const t = useTranslations('newPassword')
  const client = useQueryClient()
  const siteName = useSiteName()
  const form = useContractForm({
    schema,
    defaultValues: { password: '' },
    submit: async ({ password }) => {
      await call(completePasswordReset, { body: { token, password } })
      client.setQueryData([getAccount.id], null)
      announceSession()
      onDone()
    },
  })
  return (
    <Form form={form}>
      <UsernameForManagers username={owner.username} />
      <FormNewPassword name="password" label={t('password')} context={{ ...owner, siteName }} />
      <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
    </Form>
  )
}
