import { requestPasswordReset } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Page } from '../../components/layout/page.tsx'
import { DevMailboxLink } from '../../features/account/dev-mailbox-link.tsx'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('../../features/account/schemas.ts')).PasswordResetRequest

/** Ask for a link to set a new password. The answer never tells whether an account exists. */
export function Component() {
  const t = useTranslations('forgot')
  const [sentTo, setSentTo] = useState<string>()
  const form = useContractForm({
    schema,
    defaultValues: { login: '' },
    submit: async (body) => {
      await call(requestPasswordReset, { body })
      setSentTo(body.login)
    },
  })
  return (
    <Page narrow title={t('title')} lead={sentTo === undefined ? t('lead') : undefined}>
      {sentTo === undefined ? (
        <Form form={form}>
          <FormText
            name="login"
            label={t('login')}
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
          />
          <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
        </Form>
      ) : (
        <>
          <Callout
            tone="success"
            live
            title={t('sentTitle')}
            actions={
              <Button size="small" onClick={() => setSentTo(undefined)}>
                {t('again')}
              </Button>
            }
            ref={(box) => box?.focus()}
          >
            {t('sent', { login: sentTo })}
          </Callout>
          <DevMailboxLink />
        </>
      )}
      <p>{t.rich('remembered', { link: (words) => <Link to={paths.signIn()}>{words}</Link> })}</p>
    </Page>
  )
}
