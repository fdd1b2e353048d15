import { useLocation } from 'react-router'
import { useTranslations } from 'use-intl'
import { Page } from '../../components/layout/page.tsx'
import { DevMailboxLink } from '../../features/account/dev-mailbox-link.tsx'
import { ResendButton } from '../../features/account/resend-button.tsx'
import { ResendForm } from '../../features/account/resend-form.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/link.tsx'

/** After registering: a mail is on its way. */
export function Component() {
  const t = useTranslations('checkMail')
  const state = useLocation().state as { email?: unknown } | null
  const email = typeof state?.email === 'string' ? state.email : undefined
  return (
    <Page
      narrow
      title={t('title')}
      lead={
        email === undefined
          ? t('unknown')
          : t.rich('sent', { email, b: (words) => <strong>{words}</strong> })
      }
    >
      {email === undefined ? (
        <ResendForm />
      ) : (
        <>
          <p>{t('spam')}</p>
          <ResendButton email={email} />
          <p>
            {t.rich('otherAddress', {
              link: (words) => <Link to={paths.signIn(paths.emails())}>{words}</Link>,
            })}
          </p>
        </>
      )}
      <DevMailboxLink />
    </Page>
  )
}
