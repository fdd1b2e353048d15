import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { siteQuery } from '../../features/site/queries.ts'
import styles from './page.module.css'

const SITE_NAME = 'Wheelhouse'

/** The name of this installation. */
export function useSiteName(): string {
  return useQuery(siteQuery()).data?.name ?? SITE_NAME
}

/**
 * A screen: document title, the one `h1` (which has the focus after a change of route), and its
 * content. `narrow` is for a single form.
 */
export function Page(props: {
  title: string
  /** For the title of the document, where it should say more than the heading. */
  documentTitle?: string
  lead?: ReactNode
  narrow?: boolean
  children?: ReactNode
}) {
  const t = useTranslations('common')
  const site = useSiteName()
  return (
    <div className={props.narrow === true ? styles.narrow : styles.page}>
      <title>{t('title', { page: props.documentTitle ?? props.title, site })}</title>
      <div className={styles.head}>
        <h1 tabIndex={-1}>{props.title}</h1>
        {props.lead !== undefined && <p className={styles.lead}>{props.lead}</p>}
      </div>
      {props.children}
    </div>
  )
}
