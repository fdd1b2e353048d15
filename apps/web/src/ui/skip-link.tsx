import { useTranslations } from 'use-intl'
import styles from './skip-link.module.css'

export const MAIN_ID = 'content'

/** First stop of the keyboard: over the header to the content. */
export function SkipLink() {
  const t = useTranslations('common')
  return (
    <a className={styles.skip} href={`#${MAIN_ID}`}>
      {t('skipToContent')}
    </a>
  )
}
