import type { BounceKind } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { ResendButton } from '../../features/account/resend-button.tsx'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'

/** Why mail does not reach an address any more, and the ways out. */
export function BounceNotice({ email, bounce }: { email: string; bounce: BounceKind }) {
  const t = useTranslations('emails.bounce')
  return (
    <Callout tone="danger" title={t('title', { email })} actions={<ResendButton email={email} />}>
      {t(bounce)} {t.rich('ways', { link: (words) => <Link to={paths.emails()}>{words}</Link> })}
    </Callout>
  )
}
