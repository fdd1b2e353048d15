import { useQuery } from '@tanstack/react-query'
import { changePassword, passwordMinLength } from '@wheelhouse/shared-types'
import { useCallback, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormNewPassword } from '../../components/forms/form-new-password.tsx'
import { FormPassword } from '../../components/forms/form-password.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { UsernameForManagers } from '../../components/forms/username-for-managers.tsx'
import { Page, useSiteName } from '../../components/layout/page.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'

/** Change the password: needs the present one, and signs every other device out. */
export function Component() {
  const t = useTranslations('changePassword')
  const account = useQuery(accountQuery()).data
  const siteName = useSiteName()
  const [done, setDone] = useState(false)
  const secondFactor = account?.secondFactor === true
  // Fetched after the form, with zod.
  const schema = useCallback(
    async () => (await import('../../features/account/schemas.ts')).passwordChange(secondFactor),
    [secondFactor],
  )
  const form = useContractForm({
    schema,
    defaultValues: { currentPassword: '', newPassword: '' },
    problemFields: { password_wrong: 'currentPassword' },
    submit: async (body) => {
      setDone(false)
      await call(changePassword, { body })
      form.form.reset()
      setDone(true)
    },
  })
  const { username, name, email } = account ?? {}
  return (
    <Page title={t('title')} lead={t('lead')}>
      {done && (
        <Callout tone="success" live ref={(box) => box?.focus()}>
          {t('done')}
        </Callout>
      )}
      <Form form={form}>
        {username !== undefined && <UsernameForManagers username={username} />}
        <FormPassword name="currentPassword" label={t('current')} autoComplete="current-password" />
        <FormNewPassword
          name="newPassword"
          label={t('password')}
          context={{ username, name, email, siteName }}
          minimum={passwordMinLength(secondFactor)}
        />
        <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
      </Form>
      <p>
        {t.rich('forgot', { link: (words) => <Link to={paths.resetPassword()}>{words}</Link> })}
      </p>
    </Page>
  )
}
