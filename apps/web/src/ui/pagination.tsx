import { useTranslations } from 'use-intl'
import { ButtonLink } from './button.tsx'
import styles from './pagination.module.css'

/**
 * Between the pages of a list that is walked by cursors: back to the first, on to the next.
 * Links are addresses, so a page of a list can be sent to somebody.
 */
export function Pagination(props: {
  /** Where the first page is; undefined on the first page itself. */
  firstTo?: string | undefined
  nextTo?: string | undefined
  shown: number
  total?: number | undefined
}) {
  const t = useTranslations('common.pagination')
  return (
    <nav className={styles.pagination} aria-label={t('label')}>
      {props.total !== undefined && (
        <span className={styles.count}>
          {t('shown', { shown: props.shown, total: props.total })}
        </span>
      )}
      {props.firstTo !== undefined && (
        <ButtonLink size="small" to={props.firstTo}>
          {t('first')}
        </ButtonLink>
      )}
      {props.nextTo !== undefined && (
        <ButtonLink size="small" to={props.nextTo}>
          {t('next')}
        </ButtonLink>
      )}
    </nav>
  )
}
