import {
  finishSignInByCode,
  finishSignInByPasskey,
  isTotpCode,
  startSecondStepPasskey,
  type Account,
  type DeviceCheck,
  type SecondFactor,
  type SecondStep as Begun,
} from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { toUiError } from '../../api/ui-error.ts'
import { useContractFormContext } from '../../components/forms/form-context.ts'
import { FormCheckbox } from '../../components/forms/form-checkbox.tsx'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { useCountdown } from '../../lib/use-countdown.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { CodeField, RecoveryCodeField } from './code-field.tsx'
import { DriftNote } from './drift-note.tsx'
import { showPasskey } from './passkeys.ts'
import { StepOver } from './step-over.tsx'
import styles from './two-factor.module.css'
import { useCeremony } from './use-ceremony.tsx'

type StepProps = {
  begun: Begun
  /** The sign-in is complete. */
  onDone: (account: Account) => Promise<void>
  /** The code was right, and this browser has to be confirmed by mail. */
  onDeviceCheck: (check: DeviceCheck) => void
  /** It took too long: back to the password. */
  onRestart: () => void
}

/** After the password: a choice of the second factors, the last used first. */
export function SecondStep(props: StepProps) {
  const { begun, onRestart } = props
  const t = useTranslations('secondStep')
  const [over, setOver] = useState(false)
  const [from] = useState(() => Math.max(0, (Date.parse(begun.expiresAt) - Date.now()) / 1000))
  const left = useCountdown(from)
  const started = useRef(false)
  useEffect(() => {
    if (left > 0) started.current = true
    else if (started.current) setOver(true)
  }, [left])
  if (over) return <StepOver words={t} onRestart={onRestart} />
  const parts = { ...props, onOver: () => setOver(true) }
  const panels = {
    passkey: () => <PasskeyStep {...parts} />,
    authenticator: () => <AuthenticatorStep {...parts} />,
    recovery: () => <RecoveryStep {...parts} />,
  } satisfies Record<SecondFactor, unknown>
  return (
    <div className={styles.stack}>
      <Tabs
        label={t('choose')}
        tabs={begun.factors.map((factor) => ({
          id: factor,
          label: t(`factor.${factor}`),
          children: panels[factor](),
        }))}
      />
      <p className={styles.quiet}>{t('left', { minutes: Math.max(1, Math.ceil(left / 60)) })}</p>
      <p>
        <Button variant="quiet" onClick={onRestart}>
          {t('back')}
        </Button>
      </p>
    </div>
  )
}

type PanelProps = StepProps & { onOver: () => void }

function PasskeyStep({ begun, onDone, onOver }: PanelProps) {
  const t = useTranslations('secondStep')
  const ceremony = useCeremony()
  const [rememberDevice, setRememberDevice] = useState(false)

  const use = () =>
    ceremony.run(
      async () => {
        const { step } = begun
        const { options, challenge } = await call(startSecondStepPasskey, { body: { step } })
        const shown = await showPasskey(options)
        const response = { ...shown, type: 'public-key' as const }
        const body = { step, challenge, response, rememberDevice }
        await onDone(await call(finishSignInByPasskey, { body }))
      },
      (error) => {
        if (toUiError(error).code === 'step_invalid') onOver()
      },
    )

  return (
    <div className={styles.stack}>
      <p>{t('passkeyLead')}</p>
      {ceremony.note}
      <Checkbox
        label={t('remember')}
        hint={t('rememberHint')}
        checked={rememberDevice}
        onChange={({ target }) => setRememberDevice(target.checked)}
      />
      <p>
        <Button variant="primary" pending={ceremony.pending} onClick={() => void use()}>
          {t(ceremony.pending ? 'passkeyPending' : 'passkeyUse')}
        </Button>
      </p>
    </div>
  )
}

// Fetched after the form, with zod.
const appSchema = async () => (await import('./schemas.ts')).AppCode

function AuthenticatorStep(props: PanelProps) {
  const t = useTranslations('secondStep')
  const form = useContractForm({
    schema: appSchema,
    defaultValues: { code: '', rememberDevice: false },
    problemFields: { code_wrong: 'code' },
    submit: async ({ code, rememberDevice }) => {
      const { step } = props.begun
      await finish({ step, factor: 'authenticator', code, rememberDevice }, props)
    },
  })
  return (
    <Form form={form}>
      <CodeField label={t('code')} hint={t('codeHint')} />
      <DriftNote />
      <FormCheckbox name="rememberDevice" label={t('remember')} hint={t('rememberHint')} />
      <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
      <SendWhenWhole />
    </Form>
  )
}

/** Sends the form when the sixth digit is there: once, and never again after a refusal. */
function SendWhenWhole() {
  const { onSubmit, refusals } = useContractFormContext()
  const code: unknown = useWatch({ name: 'code' })
  const sent = useRef(false)
  const whole = typeof code === 'string' && isTotpCode(code)
  useEffect(() => {
    if (!whole || sent.current || refusals > 0) return
    sent.current = true
    void onSubmit()
  }, [whole, refusals, onSubmit])
  return null
}

const recoverySchema = async () => (await import('./schemas.ts')).OneRecoveryCode

function RecoveryStep(props: PanelProps) {
  const t = useTranslations('secondStep')
  const form = useContractForm({
    schema: recoverySchema,
    defaultValues: { code: '' },
    problemFields: { code_wrong: 'code' },
    submit: async ({ code }) => {
      await finish({ step: props.begun.step, factor: 'recovery', code }, props)
    },
  })
  return (
    <Form form={form}>
      <RecoveryCodeField label={t('recoveryCode')} hint={t('recoveryHint')} />
      <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
    </Form>
  )
}

async function finish(
  body: Parameters<typeof call<typeof finishSignInByCode>>[1]['body'],
  { onDone, onDeviceCheck, onOver }: PanelProps,
): Promise<void> {
  try {
    const { account, deviceCheck } = await call(finishSignInByCode, { body })
    if (account !== null) await onDone(account)
    else if (deviceCheck !== null) onDeviceCheck(deviceCheck)
  } catch (error) {
    if (toUiError(error).code !== 'step_invalid') throw error
    onOver()
  }
}
