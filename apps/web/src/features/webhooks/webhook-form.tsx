import { WEBHOOK_TOPICS, type Webhook, type WebhookCreation } from '@wheelhouse/shared-types'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type * as z from 'zod/mini'
import { FormCheckboxes } from '../../components/forms/form-checkboxes.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'

type Creation = z.output<typeof WebhookCreation>

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).WebhookCreation

/** Where a webhook goes and what it is told of: a new one, or one to be changed. */
export function WebhookForm(props: {
  webhook?: Webhook
  onSubmit: (values: Creation) => Promise<void>
  /** Beside the button that sends it. */
  children?: ReactNode
}) {
  const { webhook, onSubmit, children } = props
  const t = useTranslations('webhooks')
  const form = useContractForm({
    schema,
    defaultValues: { url: webhook?.url ?? '', topics: webhook?.topics ?? [] },
    submit: onSubmit,
  })
  return (
    <Form form={form}>
      <FormText
        name="url"
        label={t('url')}
        hint={t('urlHint')}
        type="url"
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
      />
      <FormCheckboxes
        name="topics"
        legend={t('topicsLegend')}
        options={WEBHOOK_TOPICS.map((topic) => ({ value: topic, label: t(`topics.${topic}`) }))}
      />
      {webhook === undefined ? (
        <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
      ) : (
        <SubmitButton label={t('save')} pendingLabel={t('saving')} />
      )}
      {children}
    </Form>
  )
}
