import { useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import styles from './skeleton.module.css'

const PATIENCE = 150

/**
 * Grey lines in the place of content that is on its way. Invisible for the first 150 ms, so that
 * a quick answer does not flicker; the space is taken from the start.
 */
export function Skeleton({ lines = 3, children }: { lines?: number; children?: ReactNode }) {
  const t = useTranslations('common')
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds no blocks
    <div className={styles.skeleton} data-shown={shown} role="status" aria-busy="true">
      {shown && <span className={styles.words}>{t('loading')}</span>}
      <div aria-hidden="true">
        {children ?? Array.from({ length: lines }, (_, line) => <i key={line} />)}
      </div>
    </div>
  )
}
