import { useQuery } from '@tanstack/react-query'
import type { PublisherKind } from '@wheelhouse/shared-types'
import { useEffect, useRef } from 'react'
import { useNavigationType } from 'react-router'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Link } from '../../ui/link.tsx'
import { ownProjectsQuery } from '../projects/queries.ts'
import { offeredKinds, type Trusted } from './publisher-fields.tsx'
import styles from './publishing.module.css'
import type { Place } from './token-places.tsx'

/** Projects to choose from at once; whoever has more goes to the list of them. */
const FEW = 5

/** A trusted publisher in the place of a token, for each project that the person owns. */
export function TokenlessOffer({ place, trusted }: { place: Place; trusted: Trusted }) {
  const t = useTranslations('publishing.place')
  const projects = useQuery(ownProjectsQuery()).data
  const heading = useRef<HTMLHeadingElement>(null)
  const isChosenHere = useNavigationType() === 'REPLACE'
  useEffect(() => {
    if (isChosenHere) heading.current?.focus()
  }, [isChosenHere])
  const kind = kindOf(place, offeredKinds(trusted))
  const owned = (projects ?? []).filter(({ role }) => role === 'owner')
  const newest = owned.toSorted((a, b) => (a.updatedAt > b.updatedAt ? -1 : 1)).slice(0, FEW)
  return (
    <section className={styles.section}>
      <h2 ref={heading} tabIndex={-1}>
        {t(kind === undefined ? 'neededTitle' : place === 'other' ? 'offerMaybe' : 'offerTitle')}
      </h2>
      {kind === undefined ? (
        <p>{t('needed')}</p>
      ) : (
        <>
          <p>{t('offer')}</p>
          {place === 'other' && <p>{t('offerOther')}</p>}
          <ul className={styles.section}>
            {newest.map(({ name }) => (
              <li key={name}>
                <Link to={paths.publishing(name, kind)}>{t('setUp', { name })}</Link>
              </li>
            ))}
            {owned.length > FEW && (
              <li>
                <Link to={paths.ownProjects()}>{t('setUpMore')}</Link>
              </li>
            )}
            <li>
              <Link to={paths.pendingPublishers(kind)}>{t('setUpNew')}</Link>
            </li>
          </ul>
        </>
      )}
      <p>
        <ButtonLink to={paths.newToken()}>
          {t(kind === undefined ? 'makeToken' : 'tokenAnyway')}
        </ButtonLink>
      </p>
    </section>
  )
}

/** The kind of publisher for a place, if this installation takes it. */
function kindOf(place: Place, kinds: readonly PublisherKind[]): PublisherKind | undefined {
  if (place !== 'other') return kinds.find((kind) => kind === place)
  return (['oidc', 'google', 'activestate'] as const).find((kind) => kinds.includes(kind))
}
