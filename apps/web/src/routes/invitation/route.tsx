import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { toUiError } from '../../api/ui-error.ts'
import { Page, useSiteName } from '../../components/layout/page.tsx'
import { invitationQuery } from '../../features/account/queries.ts'
import { useUrlSecret } from '../../lib/use-url-secret.ts'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { InvitationForm } from './invitation-form.tsx'

const DEAD: readonly string[] = ['link_invalid', 'validation_failed']

/** Where an invitation leads: an account for its address, with a username and a password. */
export function Component() {
  const t = useTranslations()
  const siteName = useSiteName()
  const token = useUrlSecret('token')
  const invitation = useQuery({ ...invitationQuery(token ?? ''), enabled: token !== undefined })
  const code = invitation.error === null ? undefined : toUiError(invitation.error).code
  if (token === undefined || (code !== undefined && DEAD.includes(code))) {
    return (
      <Page narrow title={t('invitation.deadTitle')}>
        <Callout tone="danger" live title={t('invitation.dead')}>
          {t('invitation.ask')}
        </Callout>
        <p>
          {t.rich('register.haveAccount', {
            link: (words) => <Link to={paths.signIn()}>{words}</Link>,
          })}
        </p>
      </Page>
    )
  }
  if (code === 'registration_closed') {
    return (
      <Page narrow title={t('invitation.title')}>
        <Callout tone="warning" title={t('register.closedTitle')}>
          {t('register.closed')}
        </Callout>
      </Page>
    )
  }
  const email = invitation.data?.email
  return (
    <Page
      narrow
      title={t('invitation.title')}
      lead={
        email === undefined
          ? undefined
          : t.rich('invitation.lead', { email, b: (words) => <strong>{words}</strong> })
      }
    >
      {invitation.isError && (
        <ErrorState error={invitation.error} onRetry={() => void invitation.refetch()} />
      )}
      {invitation.isPending && <Skeleton lines={8} />}
      {email !== undefined && <InvitationForm token={token} email={email} siteName={siteName} />}
    </Page>
  )
}
