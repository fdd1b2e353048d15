import { useQueryClient } from '@tanstack/react-query'
import { constrainPublisher, type Publisher } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { FormText } from '../../components/forms/form-text.tsx'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { showToast } from '../../ui/toast.tsx'
import { PLAIN } from './plain-input.ts'
import styles from './publishing.module.css'
import { forgetPublishers } from './queries.ts'
import { identityName } from './use-identity-words.ts'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).PublisherConstraint

/** Binds a publisher that any environment may use to one. */
export function ConstrainDialog(props: {
  project: string
  publisher: Publisher
  environment: string
  onClose: () => void
}) {
  const { project, publisher, environment, onClose } = props
  const t = useTranslations()
  const client = useQueryClient()
  const name = identityName(publisher.identity)
  const form = useContractForm({
    schema,
    defaultValues: { environment },
    problemFields: { publisher_listed: 'environment' },
    submit: async (body) => {
      await call(constrainPublisher, { params: { project, id: publisher.id }, body })
      onClose()
      showToast(t('publishing.constrained', { name, environment: body.environment }))
      await forgetPublishers(client, project)
    },
  })
  return (
    <Dialog title={t('publishing.constrainTitle')} open onClose={onClose} busy={form.pending}>
      <div className={styles.section}>
        <p>{t('publishing.constrainLead', { name })}</p>
        <Form form={form}>
          <FormText name="environment" label={t('publishing.fields.environment')} {...PLAIN} />
          <SubmitButton
            label={t('publishing.constrainSubmit')}
            pendingLabel={t('publishing.only.saving')}
          >
            <Button onClick={onClose}>{t('common.actions.cancel')}</Button>
          </SubmitButton>
        </Form>
      </div>
    </Dialog>
  )
}
