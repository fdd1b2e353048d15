import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/link.tsx'
import styles from './publishing.module.css'

/** Build services, most of which need no token. */
export const PLACES = ['github', 'gitlab', 'other'] as const
export type Place = (typeof PLACES)[number]

/** Where a token may be used: a computer goes on to the token, a build service is asked about. */
export function TokenPlaces({ chosen }: { chosen: Place | undefined }) {
  const t = useTranslations('publishing.place')
  return (
    <nav aria-label={t('title')} className={styles.places}>
      <Link className={styles.place} to={paths.newToken()}>
        <strong>{t('computer')}</strong>
        <span className={styles.hint}>{t('computerHint')}</span>
      </Link>
      {PLACES.map((place) => (
        <Link
          key={place}
          className={styles.place}
          to={paths.tokenPlace(place)}
          aria-current={place === chosen ? 'true' : undefined}
          replace
          preventScrollReset
        >
          <strong>{t(place)}</strong>
          <span className={styles.hint}>{t(`${place}Hint`)}</span>
        </Link>
      ))}
    </nav>
  )
}
