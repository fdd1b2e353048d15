import { useQuery } from '@tanstack/react-query'
import { addAuthenticator, startAuthenticator } from '@wheelhouse/shared-types'
import { useId } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import { CodeField } from './code-field.tsx'
import { DriftNote } from './drift-note.tsx'
import { QrCode } from './qr-code.tsx'
import { useFactorsChanged } from './queries.ts'
import styles from './two-factor.module.css'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).FirstCode

type SetupProps = {
  /** It is there; with the recovery codes that were made for it, if it is the first factor. */
  onDone: (codes: readonly string[] | null) => void
  onCancel: () => void
}

/** Sets up an authentication app: scan, then show a code of it. */
export function AuthenticatorSetup(props: SetupProps) {
  const id = useId()
  const begun = useQuery({
    // A secret of its own each time, kept no longer than it is shown.
    queryKey: [startAuthenticator.id, id],
    queryFn: () => call(startAuthenticator, {}),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const t = useTranslations('common.actions')
  if (begun.data !== undefined) return <Steps {...props} begun={begun.data} />
  if (begun.error === null) return <Skeleton lines={8} />
  return (
    <>
      <ErrorState error={begun.error} onRetry={() => void begun.refetch()} />
      <p>
        <Button onClick={props.onCancel}>{t('cancel')}</Button>
      </p>
    </>
  )
}

function Steps({
  begun: { setup, secret, uri },
  onDone,
  onCancel,
}: SetupProps & { begun: { setup: string; secret: string; uri: string } }) {
  const t = useTranslations('twoFactor')
  const step = useTranslations('secondStep')
  const words = useTranslations('common.actions')
  const changed = useFactorsChanged()
  const form = useContractForm({
    schema,
    defaultValues: { code: '' },
    problemFields: { code_wrong: 'code' },
    submit: async ({ code }) => {
      const { recoveryCodes } = await call(addAuthenticator, { body: { setup, code } })
      showToast(t('appAdded'))
      onDone(recoveryCodes)
      await changed()
    },
  })
  return (
    <ol className={styles.steps}>
      <li>
        <h2>{t('scan')}</h2>
        <div className={styles.setup}>
          <QrCode text={uri} label={t('qr')} />
          <div>
            <p>{t('secretLead')}</p>
            <p>
              <code className={styles.secret} dir="ltr">
                {secret.replace(/.{4}(?=.)/g, '$& ')}
              </code>
            </p>
            <div className={styles.tools}>
              <CopyButton text={secret} what={t('secret')} />
            </div>
            <p>
              <a href={uri}>{t('openApp')}</a>
            </p>
          </div>
        </div>
      </li>
      <li>
        <h2>{t('proveApp')}</h2>
        <Form form={form}>
          <CodeField label={step('code')} hint={step('codeHint')} />
          <DriftNote />
          <SubmitButton label={t('appAdd')} pendingLabel={t('saving')}>
            <Button onClick={onCancel}>{words('cancel')}</Button>
          </SubmitButton>
        </Form>
      </li>
    </ol>
  )
}
