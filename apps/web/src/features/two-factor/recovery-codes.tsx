import { checkRecoveryCode } from '@wheelhouse/shared-types'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { showToast } from '../../ui/toast.tsx'
import { RecoveryCodeField } from './code-field.tsx'
import { useFactorsChanged } from './queries.ts'
import styles from './two-factor.module.css'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).RecoveryCodeCheck

/** The one time that recovery codes are shown, with ways to keep them. Stays until it is dismissed. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTranslations('twoFactor')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  const text = `${codes.join('\n')}\n`

  function download(): void {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `recovery-codes-${location.hostname}.txt`
    link.click()
    URL.revokeObjectURL(url)
  }

  return (
    <div className={styles.stack}>
      <Callout ref={box} tone="warning" title={t('codesTitle')}>
        <p>{t('codesBody')}</p>
      </Callout>
      <ol className={styles.codes} aria-label={t('codes')}>
        {codes.map((code) => (
          <li key={code}>
            <code dir="ltr">{code}</code>
          </li>
        ))}
      </ol>
      <div className={styles.tools}>
        <CopyButton text={text} what={t('codes')} />
        <Button size="small" variant="quiet" onClick={download}>
          {t('download')}
        </Button>
        <Button size="small" variant="quiet" onClick={() => print()}>
          {t('print')}
        </Button>
      </div>
      <h2>{t('proveTitle')}</h2>
      <p>{t('proveLead')}</p>
      <ProveCodes
        onDone={onDone}
        later={
          <Button variant="quiet" onClick={onDone}>
            {t('later')}
          </Button>
        }
      />
    </div>
  )
}

/** Shows that the codes were kept: any one of them, which stays good. */
export function ProveCodes({ onDone, later }: { onDone: () => void; later?: React.ReactNode }) {
  const t = useTranslations('twoFactor')
  const changed = useFactorsChanged()
  const form = useContractForm({
    schema,
    defaultValues: { code: '' },
    problemFields: { code_wrong: 'code' },
    submit: async (body) => {
      await call(checkRecoveryCode, { body })
      showToast(t('proved'))
      onDone()
      await changed()
    },
  })
  return (
    <Form form={form}>
      <RecoveryCodeField label={t('anyCode')} hint={t('anyCodeHint')} />
      <SubmitButton label={t('prove')} pendingLabel={t('proving')}>
        {later}
      </SubmitButton>
    </Form>
  )
}
