import { useQueryClient } from '@tanstack/react-query'
import { getAccount, updateProfile, type Account } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Callout } from '../../ui/callout.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).NameChange

/** The name that stands beside the person's projects. */
export function NameForm({ account }: { account: Account }) {
  const t = useTranslations('profile')
  const client = useQueryClient()
  const [saved, setSaved] = useState(false)
  const form = useContractForm({
    schema,
    defaultValues: { name: account.name },
    submit: async (body) => {
      setSaved(false)
      client.setQueryData([getAccount.id], await call(updateProfile, { body }))
      setSaved(true)
    },
  })
  return (
    <Form form={form}>
      <FormText
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        optional
        autoComplete="name"
        onEdit={() => setSaved(false)}
      />
      <SubmitButton label={t('save')} pendingLabel={t('saving')} />
      {saved && (
        <Callout tone="success" live>
          {t('saved')}
        </Callout>
      )}
    </Form>
  )
}
