import { useQuery } from '@tanstack/react-query'
import type { LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { AddEmailForm } from '../../features/account/add-email-form.tsx'
import { DevMailboxLink } from '../../features/account/dev-mailbox-link.tsx'
import { EmailList } from '../../features/account/email-list.tsx'
import { emailsQuery } from '../../features/account/queries.ts'
import { Callout } from '../../ui/callout.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query(emailsQuery()))

/** The addresses of the signed-in person: which counts, which is shown, and another one. */
export function Component() {
  const t = useTranslations('emails')
  const { data: emails, error, refetch } = useQuery(emailsQuery())
  const unproven = emails?.find(
    ({ primary, verified, bounce }) => primary && !verified && bounce === null,
  )
  return (
    <Page title={t('title')} lead={t('lead')}>
      {unproven !== undefined && (
        <Callout tone="warning" title={t('unprovenTitle')}>
          {t('unproven', { email: unproven.address })}
        </Callout>
      )}
      {emails !== undefined ? (
        <EmailList emails={emails} />
      ) : error === null ? (
        <Skeleton lines={6} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
      <AddEmailForm />
      <DevMailboxLink />
    </Page>
  )
}
