import { resendVerification } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Callout } from '../../ui/callout.tsx'
import { FormEmail } from './form-email.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).VerificationResending

/** Sends the verification mail to an address that this page does not know yet. */
export function ResendForm() {
  const t = useTranslations()
  const [sent, setSent] = useState(false)
  const form = useContractForm({
    schema,
    defaultValues: { email: '' },
    submit: async (body) => {
      setSent(false)
      await call(resendVerification, { body })
      setSent(true)
    },
  })
  return (
    <Form form={form}>
      <FormEmail name="email" label={t('register.email')} />
      <SubmitButton label={t('checkMail.resend')} pendingLabel={t('checkMail.resending')} />
      {sent && (
        <Callout tone="success" live>
          {t('checkMail.resent')}
        </Callout>
      )}
    </Form>
  )
}
