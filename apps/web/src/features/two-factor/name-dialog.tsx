import { useTranslations } from 'use-intl'
import { Form } from '../../components/forms/form.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './two-factor.module.css'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).PasskeyRenaming

export type NameDialogProps = {
  title: string
  lead?: string
  name: string
  submitLabel: string
  onSubmit: (name: string) => Promise<void>
  onClose: () => void
}

/** Asks for the name of a passkey. */
export function NameDialog(props: NameDialogProps) {
  const { title, lead, name, submitLabel, onSubmit, onClose } = props
  const t = useTranslations()
  const form = useContractForm({
    schema,
    defaultValues: { name },
    problemFields: { passkey_name_taken: 'name' },
    submit: (values) => onSubmit(values.name),
  })
  return (
    <Dialog title={title} open onClose={onClose} busy={form.pending}>
      <div className={styles.stack}>
        {lead !== undefined && <p>{lead}</p>}
        <Form form={form}>
          <FormText
            name="name"
            label={t('twoFactor.name')}
            autoComplete="off"
            data-1p-ignore
            data-lpignore="true"
          />
          <SubmitButton label={submitLabel} pendingLabel={t('twoFactor.saving')}>
            <Button onClick={onClose}>{t('common.actions.cancel')}</Button>
          </SubmitButton>
        </Form>
      </div>
    </Dialog>
  )
}
