import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'react-router'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'
import { ownInvitationsQuery } from './queries.ts'

/** Says on the pages of an account that invitations wait, but for the pages where they stand. */
export function InvitationBanner() {
  const t = useTranslations('invited')
  const { pathname } = useLocation()
  const count = useQuery(ownInvitationsQuery()).data?.length ?? 0
  const isThere =
    pathname === paths.ownProjects() || pathname.startsWith(paths.projectInvitation(''))
  if (count === 0 || isThere) return null
  return (
    <Callout title={t('banner', { count })}>
      <Link to={paths.ownProjects()}>{t('bannerLink', { count })}</Link>
    </Callout>
  )
}
