import { useQuery } from '@tanstack/react-query'
import { Navigate, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { ownProjectsQuery } from '../../features/projects/queries.ts'
import { PLACES, TokenPlaces } from '../../features/publishing/token-places.tsx'
import { TokenlessOffer } from '../../features/publishing/tokenless-offer.tsx'
import { siteQuery } from '../../features/site/queries.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/link.tsx'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    Promise.all([
      client.query(siteQuery()),
      client.query({ ...ownProjectsQuery(), staleTime: 'static' }),
    ]),
  )

/** Before a new token: many builds need none, and are offered the better way first. */
export function Component() {
  const t = useTranslations('publishing.place')
  const site = useQuery(siteQuery())
  const [search] = useSearchParams()
  const place = PLACES.find((one) => one === search.get('in'))
  // Without trusted publishers every place takes a token.
  const trusted = site.data?.trustedPublishing
  if (trusted == null && !site.isPending) return <Navigate to={paths.newToken()} replace />
  return (
    <Page title={t('title')} lead={t('lead')}>
      <p>
        <Link to={paths.tokens()}>{t('back')}</Link>
      </p>
      <TokenPlaces chosen={place} />
      {place !== undefined && trusted != null && (
        <TokenlessOffer key={place} place={place} trusted={trusted} />
      )}
    </Page>
  )
}
