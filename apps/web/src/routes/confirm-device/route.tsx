import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { confirmDevice, NEW_DEVICE_LINK_MINUTES } from '@wheelhouse/shared-types'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { UiError } from '../../api/ui-error.ts'
import { Page } from '../../components/layout/page.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { adoptAccount } from '../../features/session/use-enter.ts'
import { useUrlSecret } from '../../lib/use-url-secret.ts'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'

/** Where the mailed link of a sign-in from a new browser leads: opened in that browser, it signs in. */
export function Component() {
  const t = useTranslations('deviceCheck')
  const token = useUrlSecret('token')
  const client = useQueryClient()
  const account = useQuery(accountQuery()).data
  const confirm = useMutation({
    mutationFn: (secret: string) => call(confirmDevice, { body: { token: secret } }),
    onSuccess: async (owner) => {
      // A first answer that is still on its way was given before, and would be taken for fresh.
      await client.cancelQueries({ queryKey: accountQuery().queryKey })
      adoptAccount(client, owner)
    },
  })
  const { mutate } = confirm

  useEffect(() => {
    if (token === undefined) return
    // A timer, because development mounts everything twice and a link works once.
    const timer = setTimeout(() => mutate(token))
    return () => clearTimeout(timer)
  }, [token, mutate])

  const goOn = (
    <p>
      <ButtonLink variant="primary" to={paths.account()}>
        {t('goOn')}
      </ButtonLink>
    </p>
  )
  if (token === undefined) return <Page narrow title={t('confirmTitle')} lead={t('missing')} />
  if (confirm.isSuccess) {
    return (
      <Page narrow title={t('doneTitle')}>
        <Callout tone="success" live>
          {t('done')}
        </Callout>
        {goOn}
      </Page>
    )
  }
  const code = confirm.error instanceof UiError ? confirm.error.code : undefined
  if (code === 'other_browser') {
    return (
      <Page narrow title={t('otherTitle')}>
        <Callout tone="warning" live>
          {t('other', { minutes: NEW_DEVICE_LINK_MINUTES })}
        </Callout>
        <p>{t.rich('otherNotMe', { link: (words) => <Link to={paths.notMe()}>{words}</Link> })}</p>
      </Page>
    )
  }
  if (code === 'link_invalid' || code === 'validation_failed') {
    return (
      <Page narrow title={t('deadTitle')}>
        <Callout tone="danger" live>
          {t('dead')}
        </Callout>
        {account == null ? (
          <p>
            <ButtonLink to={paths.signIn()}>{t('signIn')}</ButtonLink>
          </p>
        ) : (
          <>
            <p>{t('already', { username: account.username })}</p>
            {goOn}
          </>
        )}
      </Page>
    )
  }
  return (
    <Page narrow title={t('confirmTitle')} lead={confirm.isError ? undefined : t('confirming')}>
      {confirm.isError ? (
        <ErrorState error={confirm.error} onRetry={() => mutate(token)} />
      ) : (
        <Skeleton lines={2} />
      )}
    </Page>
  )
}
