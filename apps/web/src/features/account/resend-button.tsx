import { useMutation } from '@tanstack/react-query'
import { resendEmail, resendVerification } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { toUiError } from '../../api/ui-error.ts'
import { useCountdown } from '../../lib/use-countdown.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './resend-button.module.css'

/** Seconds between two mails, for people who press twice; the server has limits of its own. */
const PAUSE = 30

/** Sends the verification mail of an address again, then waits for a while. */
export function ResendButton({ email }: { email: string }) {
  return <PausingButton send={() => call(resendVerification, { body: { email } })} />
}

/** As `ResendButton`, for one of the person's own addresses, which may still wait for its proof. */
export function ResendOwnButton(props: { id: string; label: string }) {
  const { id, label } = props
  return <PausingButton small label={label} send={() => call(resendEmail, { params: { id } })} />
}

/** Sends a mail again by `send`, then waits for a while, or as long as the server says. */
export function PausingButton(props: {
  send: () => Promise<void>
  label?: string
  small?: boolean
}) {
  const t = useTranslations()
  const [sends, setSends] = useState(0)
  const resend = useMutation({
    mutationFn: props.send,
    onSettled: () => setSends((count) => count + 1),
    onSuccess: () => announce(t('checkMail.resent')),
  })
  const wait = resend.isError
    ? toUiError(resend.error).retryAfter
    : resend.isSuccess
      ? PAUSE
      : undefined
  const seconds = useCountdown(resend.isPending ? undefined : wait, sends)
  const label = resend.isPending
    ? t('checkMail.resending')
    : seconds > 0
      ? t('checkMail.resendIn', { seconds })
      : t('checkMail.resend')
  return (
    <div className={styles.resend}>
      <Button
        {...(props.small === true && { size: 'small' })}
        // While it counts, the seconds are what it says.
        {...(props.label !== undefined && seconds === 0 && { 'aria-label': props.label })}
        pending={resend.isPending}
        aria-disabled={seconds > 0 || undefined}
        onClick={() => {
          if (seconds === 0) resend.mutate()
        }}
      >
        {label}
      </Button>
      {resend.isSuccess && <span>{t('checkMail.resent')}</span>}
      {resend.isError && (
        <output className={styles.failed}>{t(`problems.${toUiError(resend.error).code}`)}</output>
      )}
    </div>
  )
}
