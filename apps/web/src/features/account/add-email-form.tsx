import { useQueryClient } from '@tanstack/react-query'
import { addEmail, listEmails } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Callout } from '../../ui/callout.tsx'
import { FormEmail } from './form-email.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).EmailAddition

/** Another address: a mail goes to it, and it counts once the link there is followed. */
export function AddEmailForm() {
  const t = useTranslations('emails')
  const client = useQueryClient()
  const [sentTo, setSentTo] = useState<string>()
  const form = useContractForm({
    schema,
    defaultValues: { email: '' },
    problemFields: { email_listed: 'email' },
    submit: async (body) => {
      setSentTo(undefined)
      await call(addEmail, { body })
      form.form.reset()
      setSentTo(body.email)
      await client.invalidateQueries({ queryKey: [listEmails.id] })
    },
  })
  return (
    <>
      <h2>{t('addTitle')}</h2>
      <Form form={form}>
        <FormEmail name="email" label={t('address')} hint={t('addHint')} />
        <SubmitButton label={t('add')} pendingLabel={t('adding')} />
        {sentTo !== undefined && (
          <Callout tone="success" live>
            {t('sent', { email: sentTo })}
          </Callout>
        )}
      </Form>
    </>
  )
}
