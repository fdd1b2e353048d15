import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { ResendButton } from '../../features/account/resend-button.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'

/** Says on every screen that mail does not reach the signed-in person any more, and the ways out. */
export function BounceBanner() {
  const t = useTranslations('emails.bounce')
  const account = useQuery(accountQuery()).data
  if (!account?.emailBounce) return null
  const { email, emailBounce } = account
  return (
    <Callout tone="danger" title={t('title', { email })} actions={<ResendButton email={email} />}>
      {t(emailBounce)}{' '}
      {t.rich('ways', { link: (words) => <Link to={paths.emails()}>{words}</Link> })}
    </Callout>
  )
}
