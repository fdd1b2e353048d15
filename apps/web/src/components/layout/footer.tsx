import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { siteQuery } from '../../features/site/queries.ts'
import styles from './footer.module.css'

/** The bar below every screen. */
export function Footer() {
  const t = useTranslations('common.footer')
  const site = useQuery(siteQuery()).data
  return (
    <footer className={styles.footer} aria-label={t('label')}>
      {site !== undefined && (
        <>
          <span>{t('version', { site: site.name, version: site.version })}</span>
          <a href={site.indexUrl}>{t('simpleIndex')}</a>
        </>
      )}
    </footer>
  )
}
