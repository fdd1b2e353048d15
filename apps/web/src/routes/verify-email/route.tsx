import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getAccount, verifyEmail } from '@wheelhouse/shared-types'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { UiError } from '../../api/ui-error.ts'
import { Page } from '../../components/layout/page.tsx'
import { ResendForm } from '../../features/account/resend-form.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { useUrlSecret } from '../../lib/use-url-secret.ts'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'

/** Where the mailed link leads, signed in or not: the address is verified as the page opens. */
export function Component() {
  const t = useTranslations('verify')
  const token = useUrlSecret('token')
  const client = useQueryClient()
  const account = useQuery(accountQuery()).data
  const verify = useMutation({
    mutationFn: (secret: string) => call(verifyEmail, { body: { token: secret } }),
    onSuccess: async () => {
      // A first answer that is still on its way was given before, and would be taken for fresh.
      await client.cancelQueries({ queryKey: [getAccount.id] })
      await client.invalidateQueries({ queryKey: [getAccount.id] })
    },
  })
  const { mutate } = verify

  useEffect(() => {
    if (token === undefined) return
    // A timer, because development mounts everything twice and a link works once.
    const timer = setTimeout(() => mutate(token))
    return () => clearTimeout(timer)
  }, [token, mutate])

  if (token === undefined) {
    return (
      <Page narrow title={t('title')} lead={t('missing')}>
        <ResendForm />
      </Page>
    )
  }
  if (verify.isSuccess) {
    return (
      <Page narrow title={t('doneTitle')}>
        <Callout tone="success" live>
          {t('done', { email: verify.data.email, username: verify.data.username })}
        </Callout>
        <p>
          {account ? (
            <ButtonLink variant="primary" to={paths.account()}>
              {t('goOn')}
            </ButtonLink>
          ) : (
            <ButtonLink variant="primary" to={paths.signIn()}>
              {t('signIn')}
            </ButtonLink>
          )}
        </p>
      </Page>
    )
  }
  if (verify.isError && isRefused(verify.error)) {
    return (
      <Page narrow title={t('failedTitle')}>
        <Callout tone="danger" live title={t('failed')}>
          {t('already')}
        </Callout>
        {account?.emailVerified === true ? (
          <p>
            <ButtonLink to={paths.account()}>{t('goOn')}</ButtonLink>
          </p>
        ) : (
          <ResendForm />
        )}
      </Page>
    )
  }
  return (
    <Page narrow title={t('title')} lead={verify.isError ? undefined : t('working')}>
      {verify.isError ? (
        <ErrorState error={verify.error} onRetry={() => mutate(token)} />
      ) : (
        <Skeleton lines={2} />
      )}
    </Page>
  )
}

const isRefused = (error: Error): boolean =>
  error instanceof UiError && (error.code === 'link_invalid' || error.code === 'validation_failed')
