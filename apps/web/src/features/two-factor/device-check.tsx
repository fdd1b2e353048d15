import { useQuery } from '@tanstack/react-query'
import {
  NEW_DEVICE_LINK_MINUTES,
  resendDeviceCheck,
  type Account,
  type DeviceCheck as Check,
} from '@wheelhouse/shared-types'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { toUiError } from '../../api/ui-error.ts'
import { useCountdown } from '../../lib/use-countdown.ts'
import { Button } from '../../ui/button.tsx'
import { DevMailboxLink } from '../account/dev-mailbox-link.tsx'
import { PausingButton } from '../account/resend-button.tsx'
import { accountQuery } from '../session/queries.ts'
import { PasskeySignIn } from './passkey-sign-in.tsx'
import { supportsPasskeys } from './passkeys.ts'
import { StepOver } from './step-over.tsx'
import styles from './two-factor.module.css'

/** Milliseconds between two looks whether the link was opened, where no other tab tells it. */
const LOOK_EVERY = 10_000

/** After a right code in a new browser: waits until the mailed link is opened in another tab. */
export function DeviceCheck(props: {
  check: Check
  /** Whether the account has a passkey, which needs no mail. */
  hasPasskey: boolean
  remember: () => boolean
  onDone: (account: Account) => Promise<void>
  /** It took too long, or somebody else wants to sign in: back to the password. */
  onRestart: () => void
}) {
  const { check, hasPasskey, remember, onDone, onRestart } = props
  const t = useTranslations('deviceCheck')
  const [refused, setRefused] = useState(false)
  const [from] = useState(() => Math.max(1, (Date.parse(check.expiresAt) - Date.now()) / 1000))
  const over = useCountdown(from) === 0 || refused
  // The tab of the link says at once that somebody signed in; `followSession` hears it.
  const account = useQuery({
    ...accountQuery(),
    refetchOnWindowFocus: 'always',
    refetchInterval: over ? false : LOOK_EVERY,
  }).data
  useEffect(() => {
    if (account != null) void onDone(account)
  }, [account, onDone])

  async function send(): Promise<void> {
    try {
      await call(resendDeviceCheck, { body: { step: check.step } })
    } catch (error) {
      if (toUiError(error).code !== 'step_invalid') throw error
      setRefused(true)
    }
  }

  if (over) return <StepOver words={t} onRestart={onRestart} />
  return (
    <div className={styles.stack}>
      <p>
        {t('waiting')} {t('limits', { minutes: NEW_DEVICE_LINK_MINUTES })}
      </p>
      <PausingButton send={send} />
      <DevMailboxLink />
      {hasPasskey && supportsPasskeys() && (
        <div className={styles.alone}>
          <p>{t('passkeyLead')}</p>
          <PasskeySignIn button remember={remember} onDone={onDone} />
        </div>
      )}
      <p>
        <Button variant="quiet" onClick={onRestart}>
          {t('back')}
        </Button>
      </p>
    </div>
  )
}
