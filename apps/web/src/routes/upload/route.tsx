import { useQuery } from '@tanstack/react-query'
import type { LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { siteQuery } from '../../features/site/queries.ts'
import { UploadPanel } from '../../features/uploads/upload-panel.tsx'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query({ ...siteQuery(), staleTime: 'static' }))

/** Upload files of any project, new ones included. */
export function Component() {
  const t = useTranslations('upload')
  const account = useQuery(accountQuery()).data
  return (
    <Page title={t('title')} lead={t('lead')}>
      {account?.emailVerified === false && (
        <Callout tone="warning" title={t('verifyTitle')}>
          {t.rich('verify', { link: (words) => <Link to={paths.account()}>{words}</Link> })}
        </Callout>
      )}
      <UploadPanel />
    </Page>
  )
}
