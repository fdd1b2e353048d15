import { useTranslations } from 'use-intl'
import { Callout } from '../../ui/callout.tsx'
import { DevMailboxLink } from '../account/dev-mailbox-link.tsx'
import { ResendButton } from '../account/resend-button.tsx'

/** Stands in the place of a form for somebody whose address is not verified. */
export function UnverifiedNote({ email }: { email: string }) {
  const t = useTranslations('publishing.add')
  return (
    <Callout tone="warning" title={t('verifyTitle')} actions={<ResendButton email={email} />}>
      {t('verify', { email })}
      <DevMailboxLink />
    </Callout>
  )
}
